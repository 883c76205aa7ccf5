// Keys for choosing, deleting and undoing. Each presses a button that the page shows, so that keys can do nothing the page cannot.
const typing = 'input:not([type=checkbox]),textarea,select,[contenteditable]';
const open = 'dialog[open],[popover]:popover-open';

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.target.closest?.(typing)) return;
  const covered = [...document.querySelectorAll(open)].at(-1);
  const press = button => {
    if (!button || button.disabled) return;
    event.preventDefault();
    if (!event.repeat) button.click();
  };
  const gallery = document.querySelector('[data-gallery]'), isChoosing = gallery?.hasAttribute('data-selecting');
  const control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey, key = event.key.toLowerCase();
  if (control && key === 'z' && !covered) press([...document.querySelectorAll('[data-undo]')].at(-1)); // what a page has just done stands below the strip of all pages
  else if (key === 'delete' && covered) press(covered.querySelector('[data-delete]'));
  else if (covered || !gallery) return;
  else if (key === 'delete') {
    if (!isChoosing && !event.repeat) event.target.closest('[data-gallery] .tile')?.querySelector('input[type=checkbox]')?.click(); // the one that has the focus
    press(gallery.querySelector('[data-delete]'));
  }
  else if (key === 'escape' && isChoosing) press(gallery.querySelector('[data-clear-selection]'));
  else if (control && key === 'a' && (isChoosing || gallery.contains(event.target))) press(gallery.querySelector('[data-select-all]'));
});
