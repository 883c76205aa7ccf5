// The upload driver. It needs no circuit: files go from this page to the server by plain HTTP, one queue for the whole tab,
// and what the pages show of them comes back as news from the server.
import { collectDropped, collectPasted, inspect } from './upload-files.js';
import { targetOf, watchDrops } from './upload-drop.js';
import { announce } from './upload-announce.js';
import { newId, UploadQueue } from './upload-queue.js';
import { noPocket, openPocket } from './upload-pocket.js';
import { LocalPictures } from './upload-pictures.js';
import { markOrphans } from './upload-orphans.js';
import { PlannedDrop } from './upload-plan.js';
import * as notices from './upload-notices.js';

const limits = { maxBytes: Number(document.body.dataset.maxFileBytes), parallel: Number(document.body.dataset.uploadParallel) };
const pictures = new LocalPictures();
const queue = new UploadQueue({
  parallel: limits.parallel,
  onGone: ids => pocket.drop(ids),
  onRefused: leaveCancelled,
  onSignedOut: () => notices.tell('signed-out'),
  onStoreUnreached: () => notices.tell('store-unreached'),
});
const planned = new PlannedDrop({ pictures, onStart: sendPlanned });
let pocket = noPocket;
openPocket({ pending: () => queue.entries(), onInherited: take }).then(opened => {
  pocket = opened;
  pocket.put(queue.entries());
});

watchDrops({
  onDrop: async (zone, transfer) => send(zone, await collectDropped(transfer)),
  onChosen: send,
  onPaste: (zone, transfer) => send(zone, collectPasted(transfer)),
});
markOrphans(async () => new Set([...queue.entries().map(entry => entry.id), ...await pocket.held()]));

document.addEventListener('click', event => {
  const button = event.target.closest('[data-cancel-upload]');
  if (button) queue.cancel(entry => entry.id === button.dataset.cancelUpload);
});

addEventListener('online', () => {
  notices.forget('store-unreached');
  queue.wake();
});

// Without the pocket nothing outlives this page, so leaving it is asked about.
addEventListener('beforeunload', event => { if (!pocket.survivesReload && queue.entries().length > 0) event.preventDefault(); });

// What is under way is shown by the page until it has arrived.
document.addEventListener('page-pausing', event => { if (queue.entries().length > 0) event.preventDefault(); });

async function send(zone, files) {
  const target = targetOf(zone), { dropShows, dropPlans } = zone.dataset;
  const { good, refused } = await inspect(files, limits.maxBytes);
  notices.refuse(refused, limits.maxBytes);
  if (files.length === 0) notices.tell('nothing-found');
  if (good.length === 0) return;
  if (dropPlans === 'all' || dropPlans && good.some(({ path }) => path.includes('/'))) return planned.wait(zone, good);
  const first = await announce(target, good, { batch: queue.batchFor(target), notices, onAnnounced: take });
  if (first && dropShows) await show(dropShows, first.id);
}

// One batch, announced together: every file says where it goes.
async function sendPlanned(files, dropShows) {
  const first = await announce({}, files, { batch: newId(), notices, onAnnounced: take });
  if (first && dropShows) await show(dropShows, first.id);
}

// The page turns to what was just dropped on it. A file that was interrupted before belongs to the batch it was first dropped with.
async function show(address, id) {
  const response = await fetch(`/api/uploads/${id}`).catch(() => null);
  if (response?.ok) Blazor.navigateTo(address + (await response.json()).batchId, { replaceHistoryEntry: true });
}

function take(entries) {
  for (const { id, file } of entries) pictures.remember(id, file);
  queue.add(entries);
  pocket.put(entries);
}

// A file that the server will not have was cancelled, perhaps from another device and perhaps with its whole batch: what nobody
// waits for any more leaves the queue in one go.
async function leaveCancelled(batch) {
  const response = await fetch(`/api/uploads?batch=${batch}`).catch(() => null);
  if (!response?.ok) return;
  const over = new Set((await response.json()).items.filter(upload => upload.state !== 'receiving').map(upload => upload.id));
  queue.cancel(entry => over.has(entry.id));
}
