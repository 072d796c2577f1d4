"""The part of the corpus tab that changes the index: upload, folder, removal, reading again, and how far it is."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.articles import find_files
from index.articles.formats import EXTENSIONS
from index.catalog.article_list import ArticlePage
from index.catalog.reader import Catalog
from index.errors import InputError, OnRecordError
from index.manifest import manifest_exists
from ui.page.corpus_html import state_html, uploads_html, wrong_html
from ui.page.look import PLAIN, QUIETLY
from ui.page.uploads import Upload, examine, store, uploads_dir

if TYPE_CHECKING:
    from ui.page.builds import Builds

EVERY_SECONDS = 0.7
FROM_SEEDS = (
    "These are the articles that come with On Record, to which nothing is added. What you add goes to an index of your own "
    "in {folder}, and this page then answers from that one."
)
REMOVING = (
    "Uploaded files are deleted. Files in folders stay where they are; their articles stay out until they change."
)
Shown = list[Any]


@dataclass(frozen=True)
class Changes:
    """What the tab fills of this part, and how."""

    builds: "Builds"
    progress: list[gr.components.Component]
    """How far the build is, the clock that follows it, the button that stops it."""
    where: gr.HTML
    """Where what is added goes."""
    choice: gr.CheckboxGroup
    """The articles of the page shown, to be chosen for removal."""
    timer: gr.Timer

    def following(self) -> Shown:
        """For `progress`: the clock runs while a build does."""
        running = self.builds.running
        return [state_html(self.builds.state), gr.Timer(active=running), gr.update(visible=running)]

    def shown(self) -> Shown:
        """For `progress` and `where`."""
        live = self.builds.live
        where = FROM_SEEDS.format(folder=self.builds.target) if live.seeds else ""
        return [*self.following(), f'<p class="or-note">{escape(where)}</p>' if where else ""]

    def listed(self, page: ArticlePage) -> Shown:
        """For `choice`."""
        named = [(f"{one.title} ({one.id})" if one.title else one.id, one.id) for one in page.lines]
        return [gr.update(choices=named, value=[])]

    def follow(self, show: Callable[..., Shown], place: Sequence[Any], outputs: Sequence[Any]) -> None:
        """Follows a build while it runs; when it has ended, the whole tab is read anew."""
        before = len(outputs) - len(self.progress) - 1

        def tick(words: str, at: int) -> Shown:
            if self.builds.running:
                return [*[gr.skip()] * before, *self.following(), gr.skip()]
            return show(words, at)

        self.timer.tick(tick, list(place), list(outputs), **QUIETLY)

    def begun(self, start: Callable[[], None]) -> Shown:
        """For `progress`, when a build was begun, or why it was not."""
        try:
            start()
        except OnRecordError as error:
            return [state_html(self.builds.state) + wrong_html(str(error)), *self.following()[1:]]
        return self.following()


def changes_part(builds: "Builds", *, folders: bool) -> Changes:
    """Makes the parts in the current Blocks and wires all but the clock, which the tab does with `follow`.

    Args:
        builds: what they start.
        folders: whether files of the server may be named, which its user can read.
    """
    state = gr.HTML(js_on_load=None, **PLAIN, elem_id="or-corpus-build", elem_classes="or-corpus")
    stop = gr.Button("Stop", size="sm", visible=False, elem_id="or-corpus-stop")
    timer = gr.Timer(EVERY_SECONDS, active=False)
    where = gr.HTML(js_on_load=None, **PLAIN, elem_id="or-corpus-where", elem_classes="or-corpus")
    with gr.Row(elem_classes="or-corpus-changes"):
        with gr.Accordion("Add articles", open=False, elem_id="or-corpus-add"):
            uploading = _upload_part()
            from_server = _server_part() if folders else None
        with gr.Accordion("Remove articles", open=False, elem_id="or-corpus-remove"):
            choice = gr.CheckboxGroup([], label="Articles on the page shown below", elem_id="or-corpus-choice")
            remove = gr.Button("Remove the chosen ones…", interactive=False, elem_id="or-corpus-remove-chosen")
            with gr.Group(visible=False) as sure:
                question = gr.HTML(js_on_load=None, **PLAIN, elem_classes="or-corpus")
                with gr.Row():
                    yes = gr.Button("Yes, remove", variant="stop", elem_id="or-corpus-yes")
                    no = gr.Button("No, keep them", elem_id="or-corpus-no")
        with gr.Accordion("Read again", open=False, elem_id="or-corpus-again"):
            prune = gr.Checkbox(value=False, label="Remove articles whose files are gone", elem_id="or-corpus-prune")
            again = gr.Button("Read new and changed files", elem_id="or-corpus-reread")
    changes = Changes(builds, [state, timer, stop], where, choice, timer)
    uploading.wire(changes)
    if from_server is not None:
        path, add = from_server
        add.click(
            lambda named: changes.begun(lambda: builds.start("add", paths=(_checked(named),))),
            path, changes.progress, **QUIETLY,
        )  # fmt: skip

    def asked(ids: list[str]) -> Shown:
        many = f"{len(ids):,} articles" if len(ids) != 1 else "1 article"
        return [gr.update(visible=bool(ids)), f"<p>Remove <b>{many}</b> from the index? {REMOVING}</p>"]

    def removed(ids: list[str]) -> Shown:
        return [gr.update(visible=False), *changes.begun(lambda: builds.start("remove", ids=tuple(ids)))]

    def stopped() -> Shown:
        builds.cancel()
        return changes.following()

    stop.click(stopped, None, changes.progress, **QUIETLY)
    choice.change(
        lambda ids: [gr.update(interactive=bool(ids)), gr.update(visible=False)], choice, [remove, sure], **QUIETLY
    )
    remove.click(asked, choice, [sure, question], **QUIETLY)
    yes.click(removed, choice, [sure, *changes.progress], **QUIETLY)
    no.click(lambda: gr.update(visible=False), None, sure, **QUIETLY)
    again.click(
        lambda gone: changes.begun(lambda: builds.start("reread", prune=gone)), prune, changes.progress, **QUIETLY
    )
    return changes


@dataclass(frozen=True)
class _Uploading:
    """The parts that take files."""

    files: gr.File
    told: gr.HTML
    replace: gr.Checkbox
    add: gr.Button

    def wire(self, changes: Changes) -> None:
        """Says what is to become of the files as they come, and adds them when told to."""
        builds = changes.builds

        def looked(files: list[str] | None) -> Shown:
            uploads = _examined(files, builds)
            differ = any(one.outcome == "differs" for one in uploads)
            usable = any(one.outcome != "refused" for one in uploads)
            return [uploads_html(uploads), gr.update(visible=differ, value=False), gr.update(interactive=usable)]

        def added(files: list[str] | None, replace: bool) -> Shown:  # noqa: FBT001 - a checkbox
            def start() -> None:
                builds.check_free()
                paths = store(_examined(files, builds), builds.target, replace=replace)
                if not paths:
                    raise InputError(
                        "there is nothing to add: no file was chosen, or all were refused or kept as they are"
                    )
                builds.start("add", paths=(uploads_dir(builds.target), *paths))

            before = builds.state
            shown = changes.begun(start)
            done = builds.state is not before
            return [None if done else gr.skip(), *shown]

        self.files.change(looked, self.files, [self.told, self.replace, self.add], **QUIETLY)
        self.add.click(added, [self.files, self.replace], [self.files, *changes.progress], **QUIETLY)


def _server_part() -> tuple[gr.Textbox, gr.Button]:
    return gr.Textbox(
        label="A folder, file or pattern on the server",
        placeholder="/home/…/archive",
        max_length=1000,
        elem_id="or-corpus-folder",
    ), gr.Button("Add from the server", elem_id="or-corpus-add-folder")


def _upload_part() -> _Uploading:
    endings = [*EXTENSIONS, ".gz"]  # of .jsonl.gz, gradio looks at the last part only
    return _Uploading(
        gr.File(
            label=f"Files: {' '.join(EXTENSIONS)}",
            file_count="multiple",
            file_types=list(endings),
            height=160,
            elem_id="or-corpus-files",
        ),
        gr.HTML(js_on_load=None, **PLAIN, elem_id="or-corpus-told", elem_classes="or-corpus"),
        gr.Checkbox(value=False, label="Replace files of the same name", visible=False, elem_id="or-corpus-replace"),
        gr.Button("Add these files", interactive=False, elem_id="or-corpus-add-files"),
    )


def _examined(files: Sequence[str] | None, builds: "Builds") -> list[Upload]:
    live, target = builds.live, builds.target
    paths = [Path(file) for file in files or ()]
    with ExitStack() as opened:
        catalog: Catalog | None = None
        if not live.seeds:
            catalog = opened.enter_context(live.engine()).catalog
        elif manifest_exists(target):
            catalog = opened.enter_context(Catalog.open(target))
        return examine(paths, target, live.settings.max_file_bytes, catalog)


def _checked(path: str) -> Path:
    """What is to be read on the server.

    Raises:
        InputError: nothing is named, or not from the root on, or nothing is there.
    """
    named = Path(path.strip()).expanduser()
    if not path.strip() or "\0" in path:
        raise InputError("name a folder, a file or a pattern on the server")
    if not named.is_absolute():
        raise InputError(f"'{path.strip()}' does not begin at the root; name the whole path, such as /home/me/archive")
    find_files([named])
    return named
