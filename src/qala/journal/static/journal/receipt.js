// A receipt taken apart and judged by the browser itself: SHA-256 and Ed25519 of WebCrypto, no server.
// The same steps as src/qala_verify/receipt.py, merkle.py and notes.py, in the same order.
const utf8 = (text) => new TextEncoder().encode(text);
const TAG = utf8("qala/v1/leaf\0");
const ED25519 = 1;

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function unhex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("a salt is written in one way");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function unbase(coded) {
  const text = atob(coded);
  if (btoa(text) !== coded) throw new Error("not canonical base64");
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
}

// RFC 8785: names in the order of UTF-16 units, which is how JavaScript sorts; numbers as JavaScript writes them.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const same = (one, other) => hex(one) === hex(other);

async function opened(coded) {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(coded);
  const found = JSON.parse(text);
  const names = Object.keys(found).sort().join(" ");
  if (canonical(found) !== text || !["header record salt", "commitment header"].includes(names)) {
    throw new Error("this is no receipt as the city writes it");
  }
  const { header, record = null } = found;
  const sealed = record ? hex(await sha256(TAG, unhex(found.salt), utf8(canonical(record)))) : found.commitment;
  const leaf = await sha256(Uint8Array.of(0), utf8(canonical({ commitment: sealed, header })));
  return { header, record, leaf };
}

// RFC 9162, 2.1.3.2, keeping every step for the drawing.
async function climbed(leaf, index, size, path) {
  let [at, last, found] = [index, size - 1, leaf];
  const steps = [];
  let fits = index < size;
  for (const beside of path) {
    if (last === 0 || beside.length !== 32) fits = false;
    const isLeft = at % 2 === 1 || at === last;
    found = isLeft ? await sha256(Uint8Array.of(1), beside, found) : await sha256(Uint8Array.of(1), found, beside);
    steps.push({ isLeft, beside: hex(beside), found: hex(found) });
    while (isLeft && at % 2 === 0 && at) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return { steps, found, fits: fits && last === 0 };
}

function checkpoint(content) {
  const gap = content.lastIndexOf("\n\n");
  const text = content.slice(0, gap + 1);
  const [origin, size, root] = text.split("\n");
  if (gap < 0 || !content.endsWith("\n") || !/^(0|[1-9]\d*)$/.test(size ?? "")) throw new Error("no checkpoint");
  const lines = content.slice(gap + 2, -1).split("\n").map((line) => {
    const [dash, name, coded] = line.split(" ");
    if (dash !== "—" || !coded) throw new Error("no signature");
    return { name, body: unbase(coded) };
  });
  return { text, origin, size: Number(size), root: unbase(root), lines };
}

async function read(key) {
  const [name, id, coded] = key.trim().split(/\+(.{8})\+/);
  const packed = unbase(coded ?? "");
  const own = await sha256(utf8(`${name}\n`), packed);
  if (packed.length !== 33 || packed[0] !== ED25519 || hex(own.slice(0, 4)) !== id) throw new Error("this is no key");
  return { name, id, raw: packed.slice(1) };
}

// Kind, part, amount, month and day of the open header are those of the record: totals are added up from headers.
// The same questions as src/qala_verify/headers.py.
function agrees(header, record) {
  if (record.verb !== undefined) {
    const months = [0, 6].map((hours) => new Date(Date.parse(record.at) + hours * 3_600_000).toISOString().slice(0, 7));
    return header.kind === "journal" && header.part === record.verb.split(".")[0] && months.includes(header.month)
      && (header.verb ?? record.verb) === record.verb && header.published === record.facts.published;
  }
  const { kind, month, day = "", tiyn = record.tiyn } = header;
  return kind === (record.phase === "release" ? "released" : record.code) && tiyn === record.tiyn
    && month <= record.day.slice(0, 7) && day <= record.day && (!day || day.startsWith(month) || record.reverses !== null);
}

// True or false, or null where this browser knows no Ed25519. A wrong signature is an error, not a no.
async function signed(note, keys) {
  let by = false;
  for (const { name, id, raw } of await Promise.all(keys.map(read))) {
    const lines = note.lines.filter((line) => line.name === name && hex(line.body.slice(0, 4)) === id);
    if (name !== note.origin || !lines.length) continue;
    let key;
    try {
      key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    } catch {
      return null;
    }
    for (const { body } of lines) {
      if (!(await crypto.subtle.verify({ name: "Ed25519" }, key, body.slice(4), utf8(note.text)))) {
        throw new Error("the signature is wrong");
      }
      by = true;
    }
  }
  return by;
}

export async function judged(content, keys) {
  const receipt = content.replaceAll("\r\n", "\n");
  const gap = receipt.indexOf("\n\n");
  const [first, extra, place, ...path] = receipt.slice(0, gap).split("\n");
  if (gap < 0 || first !== "c2sp.org/tlog-proof@v1" || !extra?.startsWith("extra ") || !/^index (0|[1-9]\d*)$/.test(place ?? "")) {
    throw new Error("this is no receipt");
  }
  const note = checkpoint(receipt.slice(gap + 2));
  const { header, record, leaf } = await opened(unbase(extra.slice(6)));
  if (record && !agrees(header, record)) throw new Error("the header says something else than the record");
  const index = Number(place.slice(6));
  const way = await climbed(leaf, index, note.size, path.map(unbase));
  return {
    index, header, record, size: note.size, origin: note.origin, leaf: hex(leaf), root: hex(note.root),
    steps: way.steps, isIncluded: way.fits && same(way.found, note.root), isSigned: await signed(note, keys),
  };
}
