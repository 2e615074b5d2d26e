// The npm package age-encryption at the other end of tests/interop.rs: one verb a run, bytes in, bytes out.
// Keys and passphrases are invented ones, so they may be arguments.
import { Decrypter, Encrypter, armor, generateX25519Identity, identityToRecipient } from "age-encryption";
import { readFileSync, writeFileSync } from "node:fs";

// What the program writes too; age-encryption itself would take 18, which a browser feels.
const WORK_FACTOR = 16;

const [verb, ...words] = process.argv.slice(2);
const input = () => readFileSync(0);
const output = (bytes) => writeFileSync(1, bytes);

const verbs = {
  async make() {
    const identity = await generateX25519Identity();
    output(`${identity}\n${await identityToRecipient(identity)}\n`);
  },
  async seal(...recipients) {
    const encrypter = new Encrypter();
    recipients.forEach((recipient) => encrypter.addRecipient(recipient));
    output(await encrypter.encrypt(input()));
  },
  async open(identity) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    output(await decrypter.decrypt(input()));
  },
  async lock(passphrase) {
    const encrypter = new Encrypter();
    encrypter.setScryptWorkFactor(WORK_FACTOR);
    encrypter.setPassphrase(passphrase);
    output(armor.encode(await encrypter.encrypt(input())));
  },
  async unlock(passphrase) {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    output(await decrypter.decrypt(armor.decode(input().toString())));
  },
};

await verbs[verb](...words);
