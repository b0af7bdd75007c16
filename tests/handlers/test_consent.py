"""The sentence that people agree to, and the version that is kept with their yes."""

import hashlib

from handlers.sign_up import words

# Never change a line: somebody has agreed to it. Another sentence gets another version and its own line.
SENTENCES = {"2026-11-24": "8e6ff4a8a6384ff0"}


def test_a_version_names_one_sentence_for_ever() -> None:
    sentence = hashlib.sha256(words.CONSENT_ASKED.encode()).hexdigest()[:16]

    assert SENTENCES[words.CONSENT_VERSION] == sentence
