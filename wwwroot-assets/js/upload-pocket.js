// Keeps the files of this tab's queue in a service worker's memory, so that after a reload, or from another tab, the upload goes on by itself.
// A tab owns its files by holding a Web Lock named by its id; who is granted that lock knows the tab is gone and inherits its files.
import { newId } from './upload-queue.js';

const worker = '/js/pocket-worker.js', stayAwakeEvery = 15000;
export const noPocket = { survivesReload: false, put() {}, drop() {}, held: async () => [] };

/** Without a secure context there is no pocket: after a reload the same files are chosen again. */
export async function openPocket({ pending, onInherited }) {
  if (!navigator.serviceWorker || !navigator.locks) return noPocket;
  const me = `pocket-${newId()}`, heirOf = new Set([me]);
  try {
    const registration = await navigator.serviceWorker.register(worker);
    await activated(registration);
    const ask = (verb, data) => askWorker(registration.active, { verb, ...data });
    const put = entries => entries.length > 0 && ask('put', { owner: me, entries: entries.map(({ id, url, direct, batch, target, file }) => ({ id, url, direct, batch, target, file })) });

    const inherit = async () => {
      for (const owner of (await ask('owners')).filter(owner => !heirOf.has(owner))) {
        heirOf.add(owner);
        navigator.locks.request(owner, async () => onInherited(await ask('take', { from: owner, to: me })));
      }
    };
    // A worker that hears nothing for half a minute is put to sleep and forgets; whatever it has forgotten it is given again.
    const stayAwake = async () => {
      const entries = pending();
      if (entries.length === 0) return;
      const missing = new Set(await ask('missing', { ids: entries.map(entry => entry.id) }));
      put(entries.filter(entry => missing.has(entry.id)));
    };

    navigator.locks.request(me, () => new Promise(() => {}));
    addEventListener('visibilitychange', inherit);
    setInterval(stayAwake, stayAwakeEvery);
    inherit();
    return { survivesReload: true, put, drop: ids => ask('drop', { ids }), held: () => ask('held') };
  } catch {
    return noPocket; // service workers can be switched off by the browser's settings
  }
}

function askWorker(target, message) {
  return new Promise(done => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = event => done(event.data);
    target.postMessage(message, [port2]);
  });
}

function activated({ active, waiting, installing }) {
  const coming = installing ?? waiting;
  return active ?? new Promise(done => coming.addEventListener('statechange', () => coming.state === 'activated' && done()));
}
