// Time left, counted down in the browser: the server says once how long, and is not asked again. Only durations travel, so the browser's clock need not be right.
// The shadow keeps Blazor's text node untouched.
const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
const shown = new Set();
let ticking;

customElements.define('count-down', class extends HTMLElement {
  static observedAttributes = ['left', 'pattern', 'over'];
  #end = 0;

  connectedCallback() {
    shown.add(this);
    ticking ??= setInterval(() => shown.forEach(one => one.show()), second);
    this.show();
  }

  disconnectedCallback() {
    shown.delete(this);
    if (shown.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  }

  attributeChangedCallback(name) {
    if (name === 'left') this.#end = Date.now() + Number(this.getAttribute('left'));
    if (this.isConnected) this.show();
  }

  show() {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const left = this.#end - Date.now();
    const text = left > 0 ? this.getAttribute('pattern').replace('{0}', inWords(left)) : this.getAttribute('over');
    if (shadow.textContent !== text) shadow.textContent = text;
  }
});

function inWords(left) {
  if (left <= minute) return inUnit(Math.ceil(left / second), 'second', 'short');
  if (left <= hour) return inUnit(Math.ceil(left / minute), 'minute', 'short');
  return left < 2 * day ? inUnit(Math.round(left / hour), 'hour', 'long') : inUnit(Math.round(left / day), 'day', 'long');
}

function inUnit(number, unit, unitDisplay) {
  return new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, unitDisplay }).format(number);
}
