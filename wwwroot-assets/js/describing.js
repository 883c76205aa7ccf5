// The words of many pictures in a row: Enter and the arrow keys lead to the same field of the next or previous row; a row that the focus leaves says so.
Blazor.registerCustomEventType('rowleft', { createEventArgs: () => ({}) });

let waiting = null; // the field to go to in the next row, which the page is about to draw

document.addEventListener('keydown', event => {
  const field = event.target.closest?.('[data-words-row] [data-field]');
  if (!field || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || (event.key !== 'Enter' && (event.shiftKey || !isAtEdge(field, step)))) return;
  event.preventDefault();
  go(field, step);
});

// In a text of several lines the arrows move the caret until there is nowhere to go.
function isAtEdge(field, step) {
  if (field.type === 'checkbox') return true;
  const { selectionStart: start, selectionEnd: end, value } = field;
  return (start === 0 && end === value.length) || (step > 0 ? start === value.length : end === 0);
}

function go(field, step) {
  const row = field.closest('[data-words-row]'), rows = [...row.closest('[data-words-rows]').querySelectorAll('[data-words-row]')], next = rows[rows.indexOf(row) + step];
  if (next) return enter(next, field.dataset.field);
  const more = step > 0 && document.querySelector('[data-words-more]');
  if (!more) return field.blur();
  waiting = { after: row, field: field.dataset.field };
  more.focus();
  more.click();
}

function enter(row, name) {
  const field = row.querySelector(`[data-field="${name}"]`);
  field.focus();
  if (field.type !== 'checkbox') field.select();
  row.scrollIntoView({ block: 'nearest' });
}

new MutationObserver(() => {
  if (!waiting) return;
  if (!waiting.after.isConnected) { waiting = null; return; }
  const rows = [...document.querySelectorAll('[data-words-row]')], next = rows[rows.indexOf(waiting.after) + 1];
  if (!next) return;
  const { field } = waiting;
  waiting = null;
  enter(next, field);
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener('focusout', event => {
  const row = event.target.closest?.('[data-words-row]');
  if (row && !row.contains(event.relatedTarget)) row.dispatchEvent(new CustomEvent('rowleft', { bubbles: true }));
});
