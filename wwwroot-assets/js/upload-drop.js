// Drop zones, choosers and the clipboard, by delegation: an element with data-drop-product (and data-drop-variant) or
// data-drop-target="library" is a zone wherever and whenever a page shows one; the innermost zone under the pointer counts.
// A single file over an element with data-drop-replaces, an asset's id, is the new file of that picture.
import { collectChosen } from './upload-files.js';

const zones = '[data-drop-product],[data-drop-target]';
const accepted = 'image/jpeg,image/png,image/webp,image/gif,image/avif';

export function watchDrops({ onDrop, onChosen, onPaste }) {
  let over = null;
  const show = zone => {
    if (zone === over) return;
    over?.removeAttribute('data-drop-over');
    zone?.setAttribute('data-drop-over', '');
    over = zone;
  };
  const drag = event => {
    if (!hasFiles(event)) return;
    event.preventDefault(); // also where there is no zone: the browser would leave the page to show the file
    const zone = landingOf(event);
    event.dataTransfer.dropEffect = zone ? 'copy' : 'none';
    show(zone);
  };
  document.addEventListener('dragenter', drag);
  document.addEventListener('dragover', drag);
  document.addEventListener('dragleave', event => { if (!event.relatedTarget) show(null); });
  document.addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(null);
    const zone = landingOf(event);
    if (zone) onDrop(zone, event.dataTransfer);
  });
  document.addEventListener('paste', event => {
    const zone = event.clipboardData?.files.length ? zoneOf(event.target) : null;
    if (!zone) return;
    event.preventDefault();
    onPaste(zone, event.clipboardData);
  });
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-pick-files],[data-pick-folder],[data-pick-replacement]');
    const zone = button && ('pickReplacement' in button.dataset ? button.closest('[data-drop-replaces]') : zoneOf(button));
    if (zone) choose(button.dataset, files => onChosen(zone, files));
  });
}

// A file input under the pointer takes its file itself, as browsers do: it is not for pictures.
const hasFiles = event => event.dataTransfer?.types.includes('Files') && !event.target.closest?.('input[type=file]');

const landingOf = event => event.dataTransfer.items.length === 1 && event.target.closest?.('[data-drop-replaces]') || zoneOf(event.target);

/** The zone around an element; beside all zones, the page's own one (not a variant's). */
const zoneOf = element => element.closest?.(zones) ?? document.querySelector('[data-drop-product]:not([data-drop-variant]),[data-drop-target]');

export function targetOf(zone) {
  const { dropReplaces, dropProduct, dropVariant, dropClient } = { ...zoneOf(zone)?.dataset, ...zone.dataset };
  return {
    product: dropProduct ? Number(dropProduct) : undefined,
    variant: dropVariant ? Number(dropVariant) : undefined,
    client: dropClient || undefined,
    replaces: dropReplaces ? Number(dropReplaces) : undefined,
  };
}

function choose({ pickFolder, pickReplacement }, then) {
  const folder = pickFolder !== undefined;
  const input = Object.assign(document.createElement('input'), { type: 'file', multiple: pickReplacement === undefined, accept: folder ? '' : accepted, webkitdirectory: folder, hidden: true });
  input.addEventListener('change', () => {
    then(collectChosen(input.files));
    input.remove();
  });
  input.addEventListener('cancel', () => input.remove());
  document.body.append(input); // outside the document it may be collected while the dialog is open
  input.click();
}
