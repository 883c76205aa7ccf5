// One queue for the whole tab: a few files at a time go to the server by tus, or straight to the store, the others wait. A file leaves the queue when the
// server has all of it or knows that the store has, when it was cancelled, or when the server will not have it; it is never given up because of the network.
import { DirectUpload } from './upload-direct.js';
import { KnownOffset } from './upload-transport.js';

const retryDelays = [0, 500, 1000, 2000, 4000, 8000, 15000, 30000, 30000];
const restAfterGivingUp = 30000;
const busy = [409, 423, 429, 460];

export class UploadQueue {
  #waiting = [];
  #running = new Map();
  #options;
  #reachesStore = true;

  constructor(options) {
    this.#options = options;
  }

  entries() {
    return [...this.#running.keys(), ...this.#waiting];
  }

  /** What is added while files for the same place are still going joins their batch. */
  batchFor(target) {
    const same = this.entries().find(entry => JSON.stringify(entry.target) === JSON.stringify(target));
    return same?.batch ?? newId();
  }

  add(entries) {
    const known = new Set(this.entries().map(entry => entry.id));
    this.#waiting.push(...entries.filter(entry => !known.has(entry.id)));
    this.#pump();
  }

  cancel(which) {
    for (const entry of this.entries().filter(which)) this.#leave(entry);
  }

  /** The network is back: nobody waits out the pause after a failed try. The server ends what is left of the old request. */
  wake() {
    for (const [entry, upload] of this.#running) {
      upload.abort();
      this.#running.delete(entry);
      delete entry.offset;
      this.#waiting.unshift(entry);
    }
    this.#reachesStore = true;
    this.#pump();
  }

  #pump() {
    while (this.#running.size < this.#options.parallel && this.#waiting.length > 0) this.#start(this.#waiting.shift());
  }

  #start(entry) {
    const upload = entry.direct && this.#reachesStore ? this.#direct(entry) : this.#tus(entry);
    this.#running.set(entry, upload);
    upload.start();
  }

  #direct(entry) {
    return new DirectUpload(entry, {
      onSuccess: () => this.#leave(entry),
      onInstead: reached => {
        if (!reached && this.#reachesStore) this.#options.onStoreUnreached();
        this.#reachesStore &&= reached;
        delete entry.direct;
        this.#start(entry);
      },
    });
  }

  #tus(entry) {
    return new tus.Upload(entry.file, {
      uploadUrl: entry.url,
      retryDelays,
      storeFingerprintForResuming: false,
      httpStack: entry.offset === undefined ? tus.defaultOptions.httpStack : new KnownOffset(entry.offset, entry.file.size),
      onShouldRetry: error => mayPass(statusOf(error)),
      onSuccess: () => this.#leave(entry),
      onError: error => this.#fail(entry, statusOf(error)),
    });
  }

  #fail(entry, status) {
    if (status === 401) this.#options.onSignedOut();
    if (status !== 401 && !mayPass(status)) { // the server has told every page why
      this.#leave(entry);
      return this.#options.onRefused(entry.batch);
    }
    this.#running.delete(entry);
    delete entry.offset;
    setTimeout(() => this.add([entry]), restAfterGivingUp);
    this.#pump();
  }

  #leave(entry) {
    this.#running.get(entry)?.abort();
    this.#running.delete(entry);
    this.#waiting = this.#waiting.filter(other => other !== entry);
    this.#options.onGone([entry.id]);
    this.#pump();
  }
}

const statusOf = error => error.originalResponse?.getStatus() ?? 0;
const mayPass = status => status === 0 || status >= 500 || busy.includes(status);

/** crypto.randomUUID is missing where the page came by plain HTTP from another machine. */
export function newId() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}
