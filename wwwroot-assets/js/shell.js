// Small manners of the whole portal: the theme, real modal dialogs, and "/" for the search box. Delegated, so it serves every page.
const year = 31536000;

document.addEventListener('click', event => {
  const choice = event.target.closest('[data-theme-choice]')?.dataset.themeChoice;
  if (!choice) return;
  document.cookie = `theme=${choice}; path=/; max-age=${year}; samesite=lax`;
  document.documentElement.dataset.theme = choice;
  showTheme();
});
document.addEventListener('toggle', () => showTheme(), true); // the menu that holds the choice has opened
showTheme();

function showTheme() {
  for (const button of document.querySelectorAll('[data-theme-choice]'))
    button.setAttribute('aria-pressed', button.dataset.themeChoice === document.documentElement.dataset.theme);
}

// A page that is chosen in a menu takes the menu's place.
document.addEventListener('click', event => event.target.closest('[popover] a')?.closest('[popover]').hidePopover());

// A dialog[data-modal] opens as a modal when a page renders it; Esc and a click beside it press its [data-close] button, so the page removes it.
new MutationObserver(changes => {
  for (const node of changes.flatMap(change => [...change.addedNodes])) {
    const dialog = node.matches?.('dialog[data-modal]') ? node : node.querySelector?.('dialog[data-modal]');
    if (dialog && !dialog.open) open(dialog);
  }
}).observe(document.body, { childList: true, subtree: true });

function open(dialog) {
  const before = document.activeElement;
  const close = () => dialog.querySelector('[data-close]').click();
  dialog.addEventListener('cancel', event => { event.preventDefault(); close(); });
  dialog.addEventListener('click', event => { if (event.target === dialog) close(); });
  dialog.showModal();
  new MutationObserver((_, watch) => {
    if (dialog.isConnected) return;
    watch.disconnect();
    before?.focus();
    if (document.activeElement === document.body) document.getElementById('main').focus({ preventScroll: true }); // what had it is gone
  }).observe(document.body, { childList: true, subtree: true });
}

// A form[data-submit] is sent as soon as a page renders it: that is how a page starts a download.
new MutationObserver(changes => {
  for (const node of changes.flatMap(change => [...change.addedNodes])) {
    const form = node.matches?.('form[data-submit]') ? node : node.querySelector?.('form[data-submit]');
    form?.submit();
  }
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.target.closest('input,textarea,select,[contenteditable]')) return;
  const search = document.querySelector('input[type=search]');
  if (!search) return;
  event.preventDefault();
  search.focus();
});

// Moments are shown in the reader's own time zone, which the server does not know. The shadow keeps Blazor's text node untouched.
customElements.define('local-time', class extends HTMLElement {
  static observedAttributes = ['moment'];

  connectedCallback() {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const moment = new Date(this.getAttribute('moment'));
    const timeStyle = this.hasAttribute('exact') ? 'medium' : 'short';
    const today = moment.toDateString() === new Date().toDateString();
    shadow.textContent = new Intl.DateTimeFormat(document.documentElement.lang, today ? { timeStyle } : { dateStyle: 'medium', timeStyle }).format(moment);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.connectedCallback();
  }
});
