// A pocket for files on their way: it only remembers. Its scope is its own folder, so it controls no page and answers no request.
const pocket = new Map(); // upload id -> { owner, id, url, direct, batch, target, file }

const verbs = {
  put({ owner, entries }) {
    for (const entry of entries) pocket.set(entry.id, { ...entry, owner });
  },
  drop({ ids }) {
    for (const id of ids) pocket.delete(id);
  },
  owners: () => [...new Set([...pocket.values()].map(entry => entry.owner))],
  held: () => [...pocket.keys()],
  missing: ({ ids }) => ids.filter(id => !pocket.has(id)),
  take({ from, to }) {
    const entries = [...pocket.values()].filter(entry => entry.owner === from);
    for (const entry of entries) entry.owner = to;
    return entries;
  },
};

self.addEventListener('message', event => event.ports[0].postMessage(verbs[event.data.verb](event.data)));
