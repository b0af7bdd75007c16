"""Files: how their bytes come, where these are kept, and what the page is told."""

import mimetypes
import secrets
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.sandbox.refusal import Refused
from bot.sandbox.workspace.records import File, Json
from bot.sandbox.workspace.state import Workspace, new_id

BYTES_TOGETHER = 64_000_000  # what a try-out may take of the memory; the oldest bytes go first

# The only kinds a browser shows in the page: none of them can carry a script.
PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
KINDS = mimetypes.MimeTypes(filenames=())  # alike on every machine


@dataclass
class FileStore:
    """The workspace keeps the files' names, this their bytes: in memory, until the sandbox ends."""

    workspace: Workspace
    _bytes: dict[str, bytes] = field(default_factory=dict)
    _expected: dict[str, File] = field(default_factory=dict)

    def expect(self, user: str, name: str, size: int, alt: str = "") -> tuple[File, str]:
        """A file whose bytes are still to come, and the key that lets them in once."""
        created = int(self.workspace.clock.now().timestamp())
        file = File(new_id("F"), user, name, name, kind_of(name), size, created, alt)
        key = secrets.token_hex(16)
        self.workspace.files[file.id] = self._expected[key] = file
        return file, key

    def take(self, key: str, content: bytes) -> File:
        """Refuses bytes that nobody announced, or other ones."""
        file = self._expected.get(key)
        if file is None or len(content) != file.size:
            raise Refused("file_upload_refused")
        del self._expected[key]
        self._bytes[file.id] = content
        self._make_room()
        self.workspace.touched()
        return file

    def add(self, user: str, name: str, content: bytes) -> File:
        """Announced and brought at once, as people do it."""
        return self.take(self.expect(user, name, len(content))[1], content)

    def has_come(self, file: File) -> bool:
        return file not in self._expected.values()

    def bytes_of(self, file_id: str) -> bytes | None:
        return self._bytes.get(file_id)

    def forget(self) -> None:
        self._bytes.clear()
        self._expected.clear()

    def _make_room(self) -> None:
        while sum(map(len, self._bytes.values())) > BYTES_TOGETHER and len(self._bytes) > 1:
            del self._bytes[next(iter(self._bytes))]


def kind_of(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return PICTURES.get(ending) or KINDS.guess_type(name)[0] or "application/octet-stream"


def on_screen(file: File) -> Json:
    """As the page draws it; the address is below the page's own."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "size": file.size,
        "url": address_of(file),
        "alt": file.alt,
    }


def address_of(file: File) -> str:
    """What stands after the id is for people to read: no browser may take it for folders."""
    name = file.name.replace("/", "_")
    return f"/files/{file.id}/{quote(name if name.strip('.') else 'file', safe='')}"
