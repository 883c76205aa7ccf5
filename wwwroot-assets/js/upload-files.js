// What was dropped, chosen or pasted, as a flat list of files in natural order, and a first look at each of them.
const natural = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const junk = /^(\..*|thumbs\.db|desktop\.ini)$/i;
const headBytes = 64, atATime = 16;

/** Must be called before the drop event ends: the browser empties the list of items afterwards. */
export async function collectDropped(transfer) {
  const roots = [...transfer.items].filter(item => item.kind === 'file').map(item => item.webkitGetAsEntry?.() ?? item.getAsFile());
  return sorted((await Promise.all(roots.filter(Boolean).map(walk))).flat());
}

export function collectPasted(transfer) {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-');
  return [...transfer.files].map(file => ({ file: new File([file], `pasted-${stamp}-${file.name}`, { type: file.type, lastModified: Date.now() }), path: file.name }));
}

export const collectChosen = list => sorted([...list].filter(file => !junk.test(file.name)).map(file => ({ file, path: file.webkitRelativePath || file.name })));

/** Looks at size and first bytes: what the server would refuse anyway is refused here at once, by its content and never by its name. */
export async function inspect(found, maxBytes) {
  const good = [], refused = [];
  for (let i = 0; i < found.length; i += atATime) {
    const group = found.slice(i, i + atATime);
    const reasons = await Promise.all(group.map(({ file }) => reasonAgainst(file, maxBytes)));
    group.forEach(({ file }, n) => (reasons[n] ? refused.push({ name: file.name, reason: reasons[n] }) : good.push(group[n])));
  }
  return { good, refused };
}

function sorted(found) {
  return found.sort((a, b) => natural.compare(a.path, b.path));
}

async function walk(entry) {
  if (entry instanceof File) return [{ file: entry, path: entry.name }];
  if (junk.test(entry.name)) return [];
  if (entry.isFile) return [{ file: await new Promise((done, fail) => entry.file(done, fail)), path: entry.fullPath }];
  const reader = entry.createReader(), found = [];
  // A reader gives at most 100 entries a call; an empty answer is the end.
  for (let part; (part = await new Promise((done, fail) => reader.readEntries(done, fail))).length > 0;)
    found.push(...(await Promise.all(part.map(walk))).flat());
  return found;
}

async function reasonAgainst(file, maxBytes) {
  if (file.size === 0) return 'empty';
  if (file.size > maxBytes) return 'too-large';
  try {
    return reasonByContent(new Uint8Array(await file.slice(0, headBytes * 4).arrayBuffer()));
  } catch {
    return 'unreadable';
  }
}

function reasonByContent(bytes) {
  const text = String.fromCharCode(...bytes);
  if (text.startsWith('\xFF\xD8\xFF') || text.startsWith('\x89PNG\r\n\x1A\n') || /^GIF8[79]a/.test(text)) return null;
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return null;
  if (text.slice(4, 8) === 'ftyp') {
    const brands = text.slice(8, Math.min(headBytes, new DataView(bytes.buffer).getUint32(0)));
    if (/avif|avis/.test(brands)) return null;
    return /heic|heix|hevc|mif1/.test(brands) ? 'heic' : 'not-a-picture';
  }
  if (/<svg[\s>]/i.test(text)) return 'svg';
  return /^(BM|II\*\0|MM\0\*|%PDF|8BPS)/.test(text) ? 'unsupported' : 'not-a-picture';
}
