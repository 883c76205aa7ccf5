// The panel for what has no row on any page: files refused before they were sent, and trouble with sending as a whole.
// All words come from the server, as data attributes of the panel; {name}, {limit} and {count} are filled in here.
const panel = document.getElementById('upload-notices');
const list = panel.querySelector('ul');
const shownAtMost = 50, mild = ['store-unreached'];

panel.querySelector('button').addEventListener('click', () => {
  list.replaceChildren();
  panel.hidden = true;
});

export function refuse(refused, maxBytes) {
  const limit = formatBytes(maxBytes);
  for (const { name, reason } of refused.slice(0, shownAtMost)) add(fill(reason, { limit }), name);
  if (refused.length > shownAtMost) add(fill('and-more', { count: refused.length - shownAtMost }));
}

export function tell(kind, detail = '') {
  forget(kind);
  add(fill(kind, { count: detail, detail }), null, kind);
}

export function forget(kind) {
  list.querySelector(`[data-kind="${kind}"]`)?.remove();
  show();
}

function add(sentence, name, kind) {
  const item = document.createElement('li');
  if (kind) item.dataset.kind = kind;
  if (name) item.append(Object.assign(document.createElement('strong'), { textContent: name }), ' ');
  item.append(sentence);
  list.append(item);
  show();
}

/** Where nothing was refused, and only the way is another, the panel does not speak of files that were not uploaded. */
function show() {
  panel.hidden = list.children.length === 0;
  const isMild = [...list.children].every(item => mild.includes(item.dataset.kind));
  const title = isMild ? panel.dataset.titleMild : panel.dataset.title;
  panel.toggleAttribute('data-mild', isMild);
  panel.setAttribute('aria-label', title);
  panel.querySelector('h2').textContent = title;
}

const fill = (kind, values) => panel.querySelector(`template[data-word="${kind}"]`).innerHTML.trim()
  .replaceAll(/\{(\w+)\}/g, (_, key) => values[key]).replaceAll('&amp;', '&');

const formatBytes = bytes => new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(bytes / 1e6);
