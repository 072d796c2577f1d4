"""People's ways in: the `onrecord` command and the Gradio app."""
