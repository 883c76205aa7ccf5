// The upload driver. It needs no circuit: files go from this page to the server by plain HTTP, one queue for the whole tab,
// and what the pages show of them comes back as news from the server.
import { collectDropped, collectPasted, inspect } from './upload-files.js';
import { watchDrops } from './upload-drop.js';
import { announce } from './upload-announce.js';
import { UploadQueue } from './upload-queue.js';
import { noPocket, openPocket } from './upload-pocket.js';
import { LocalPictures } from './upload-pictures.js';
import { markOrphans } from './upload-orphans.js';
import * as notices from './upload-notices.js';

const limits = { maxBytes: Number(document.body.dataset.maxFileBytes), parallel: Number(document.body.dataset.uploadParallel) };
const pictures = new LocalPictures();
const queue = new UploadQueue({
  parallel: limits.parallel,
  onGone: ids => pocket.drop(ids),
  onSignedOut: () => notices.tell('signed-out'),
});
let pocket = noPocket;
openPocket({ pending: () => queue.entries(), onInherited: take }).then(opened => {
  pocket = opened;
  pocket.put(queue.entries());
});

watchDrops({
  onDrop: async (target, transfer) => send(target, await collectDropped(transfer)),
  onChosen: (target, files) => send(target, files),
  onPaste: (target, transfer) => send(target, collectPasted(transfer)),
});
markOrphans(async () => new Set([...queue.entries().map(entry => entry.id), ...await pocket.held()]));

document.addEventListener('click', event => {
  const button = event.target.closest('[data-cancel-upload],[data-cancel-batch]');
  if (button) queue.cancel(entry => entry.id === button.dataset.cancelUpload || entry.batch === button.dataset.cancelBatch);
});

// Without the pocket nothing outlives this page, so leaving it is asked about.
addEventListener('beforeunload', event => { if (!pocket.survivesReload && queue.entries().length > 0) event.preventDefault(); });

async function send(target, files) {
  const { good, refused } = await inspect(files, limits.maxBytes);
  notices.refuse(refused, limits.maxBytes);
  if (files.length === 0) notices.tell('nothing-found');
  if (good.length > 0) await announce(target, good, { batch: queue.batchFor(target), notices, onAnnounced: take });
}

function take(entries) {
  for (const { id, file } of entries) pictures.remember(id, file);
  queue.add(entries);
  pocket.put(entries);
}
