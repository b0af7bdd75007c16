"""A bot that acknowledges everything and does nothing: `python -m tests.benchmarks.echo_process URL`."""

import json
import sys
import threading

from websockets.sync.client import ClientConnection, connect

from tests.benchmarks.processes import Guest


def main() -> None:
    """`URL` is what apps.connections.open has given."""
    guest = Guest()
    with connect(sys.argv[1], proxy=None) as socket:
        socket.recv()  # hello
        threading.Thread(target=_answer_all, args=[socket], daemon=True).start()
        guest.stay()


def _answer_all(socket: ClientConnection) -> None:
    for message in socket:
        socket.send(json.dumps({"envelope_id": json.loads(message).get("envelope_id")}))


if __name__ == "__main__":
    main()
