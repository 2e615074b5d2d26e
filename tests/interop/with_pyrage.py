"""The PyPI package pyrage at the other end of tests/interop.rs: one verb a run, bytes in, bytes out.

Keys and passphrases are invented ones, so they may be arguments.
"""
import sys

from pyrage import decrypt, encrypt, passphrase, x25519

verb, *words = sys.argv[1:]


def make():
    identity = x25519.Identity.generate()
    return f"{identity}\n{identity.to_public()}\n".encode()


def seal(*recipients):
    return encrypt(sys.stdin.buffer.read(), [x25519.Recipient.from_str(one) for one in recipients])


def unseal(identity):
    return decrypt(sys.stdin.buffer.read(), [x25519.Identity.from_str(identity)])


def lock(words):
    return passphrase.encrypt(sys.stdin.buffer.read(), words, armored=True)


def unlock(words):
    return passphrase.decrypt(sys.stdin.buffer.read(), words)


verbs = {"make": make, "seal": seal, "open": unseal, "lock": lock, "unlock": unlock}
sys.stdout.buffer.write(verbs[verb](*words))
