// The city's map: our own tiles (PMTiles), our own colours (tokens.css), points from a GeoJSON address.
// Where anything is missing the frame goes away quietly and the list beside it stays.
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--map-${name}`).trim();
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const numbers = (words) => (words ? words.split(",").map(Number) : []);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

// Street classes of our tiles, widest first; the width grows with the zoom.
const WIDTHS = [
  [["motorway", "trunk"], 1.6, 16], [["primary"], 1.2, 13], [["secondary"], 0.9, 11], [["tertiary"], 0.6, 9],
];
const width = (add) => [
  "interpolate", ["exponential", 1.5], ["zoom"],
  10, ["match", ["get", "class"], ...WIDTHS.flatMap(([names, low]) => [names, low + add]), 0.3 + add],
  17, ["match", ["get", "class"], ...WIDTHS.flatMap(([names, , high]) => [names, high + 2 * add]), 6 + 2 * add],
];

// Names are drawn in the page's own face: without a glyph server MapLibre asks the browser for the letters.
const names = (id, layer, minzoom, layout) => ({
  id, type: "symbol", source: "city", "source-layer": layer, minzoom,
  layout: { "text-field": ["coalesce", ["get", `name_${document.documentElement.lang}`], ["get", "name_kk"], ""], "text-font": ["Golos Text", "sans-serif"], ...layout },
  paint: { "text-color": token("label"), "text-halo-color": token("ground"), "text-halo-width": 1.6 },
});

const layers = (tiled) => {
  const ground = [{ id: "ground", type: "background", paint: { "background-color": token("ground") } }];
  if (!tiled) return ground;
  const round = { "line-cap": "round", "line-join": "round" };
  return [
    ...ground,
    { id: "green", type: "fill", source: "city", "source-layer": "green", paint: { "fill-color": token("green") } },
    { id: "water", type: "fill", source: "city", "source-layer": "water", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": token("water") } },
    { id: "stream", type: "line", source: "city", "source-layer": "water", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": token("water"), "line-width": 2 } },
    { id: "street-edge", type: "line", source: "city", "source-layer": "streets", layout: round, paint: { "line-color": token("street-edge"), "line-width": width(1) } },
    { id: "street", type: "line", source: "city", "source-layer": "streets", layout: round, paint: { "line-color": token("street"), "line-width": width(0) } },
    { id: "districts", type: "line", source: "city", "source-layer": "districts", paint: { "line-color": colour("edge"), "line-dasharray": [3, 3], "line-width": 1 } },
  ];
};

// Names stand above every line, the parts' own included.
const labels = () => [
  names("street-name", "streets", 13, { "symbol-placement": "line", "symbol-spacing": 180, "text-max-angle": 40, "text-size": ["interpolate", ["linear"], ["zoom"], 13, 11, 17, 15] }),
  names("district-name", "district_names", 9, { "text-size": 14, "text-transform": "uppercase", "text-letter-spacing": 0.08 }),
];

// Points are drawn by us, when the map first asks for one: the same shapes as the badges, and crowds with their count.
const SHAPES = {
  act: "M16 4a12 12 0 1 0 .01 0Z", attention: "M16 2 30 16 16 30 2 16Z", harm: "M16 2 31 29H1Z",
  confirmed: "M16 4a12 12 0 1 0 .01 0Z", quiet: "M16 7a9 9 0 1 0 .01 0Z",
};

const brush = (side) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  return canvas.getContext("2d");
};

const shapeImage = (tone) => {
  const pen = brush(72);
  pen.scale(2, 2);
  pen.translate(2, 2);
  const shape = new Path2D(SHAPES[tone] ?? SHAPES.act);
  pen.fillStyle = colour(tone === "quiet" ? "edge" : tone in SHAPES ? tone : "act");
  pen.strokeStyle = colour("raised");
  pen.lineWidth = 2.5;
  pen.fill(shape);
  pen.stroke(shape);
  if (tone === "confirmed") {
    pen.lineWidth = 3;
    pen.stroke(new Path2D("M10 16.5 14.5 21 22 11.5"));
  }
  return pen.getImageData(0, 0, 72, 72);
};

const crowdImage = (count) => {
  const pen = brush(96);
  pen.fillStyle = colour("act");
  pen.strokeStyle = colour("raised");
  pen.lineWidth = 5;
  pen.arc(48, 48, count.length > 2 ? 42 : 34, 0, 7);
  pen.fill();
  pen.stroke();
  pen.fillStyle = colour("on-act");
  pen.font = `600 ${count.length > 3 ? 26 : 32}px ${getComputedStyle(document.body).fontFamily}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(count, 48, 50);
  return pen.getImageData(0, 0, 96, 96);
};

const draw = (map) => (id) => {
  const [kind, word] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  if (kind !== "shape" && kind !== "crowd") return;
  map.addImage(id, kind === "crowd" ? crowdImage(word) : shapeImage(word), { pixelRatio: 2 });
};

const pointLayers = [
  {
    id: "crowds", type: "symbol", source: "points", filter: ["has", "point_count"],
    layout: { "icon-image": ["concat", "crowd:", ["to-string", ["get", "point_count_abbreviated"]]], "icon-allow-overlap": true },
  },
  {
    id: "points", type: "symbol", source: "points", filter: ["!", ["has", "point_count"]],
    layout: {
      "icon-image": ["concat", "shape:", ["case", ["in", ["get", "tone"], ["literal", Object.keys(SHAPES)]], ["get", "tone"], "act"]],
      "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.45, 16, 0.85],
    },
  },
];

// Lines of a part's own (a street by its tone): from the same GeoJSON, or from a PMTiles archive of many.
const lineLayer = (id, source) => ({
  id, type: "line", source, ...(source === "overlay" ? { "source-layer": "roads" } : {}),
  layout: { "line-cap": "round" },
  paint: {
    "line-color": ["match", ["get", "tone"], ...Object.keys(SHAPES).filter((tone) => tone !== "quiet").flatMap((tone) => [tone, colour(tone)]), colour("edge")],
    "line-width": ["interpolate", ["linear"], ["zoom"], 10, ["match", ["get", "tone"], "quiet", 0.7, 1.4], 17, ["match", ["get", "tone"], "quiet", 3, 7]],
  },
});
const lineIds = ["overlay", "lines"];

const split = (points) => {
  const features = points.features ?? [];
  const are = (kind) => ({ type: "FeatureCollection", features: features.filter(({ geometry }) => (geometry?.type === "LineString") === kind) });
  return { lines: are(true), points: are(false) };
};

const style = (tiles, points, pmtiles, overlay) => ({
  version: 8,
  sources: {
    ...(tiles ? { city: { type: "vector", url: `pmtiles://${new URL(tiles, location.href)}` } } : {}),
    ...(overlay && pmtiles ? { overlay: { type: "vector", url: `pmtiles://${new URL(overlay, location.href)}` } } : {}),
    lines: { type: "geojson", data: split(points).lines },
    points: { type: "geojson", data: split(points).points, cluster: true, clusterRadius: 38, clusterMaxZoom: 14 },
  },
  layers: [
    ...layers(Boolean(tiles && pmtiles)), ...(overlay && pmtiles ? [lineLayer("overlay", "overlay")] : []),
    lineLayer("lines", "lines"), ...(tiles && pmtiles ? labels() : []), ...pointLayers,
  ],
});

const boundsOf = (features) => {
  const all = features.flatMap(({ geometry }) => (geometry?.type === "Point" ? [geometry.coordinates] : geometry?.type === "LineString" ? geometry.coordinates : []));
  if (!all.length) return null;
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  return [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
};

const view = (data, points) => {
  const edges = numbers(data.bounds);
  if (edges.length === 4) return { bounds: [edges.slice(0, 2), edges.slice(2)] };
  if (data.centre) return { center: numbers(data.centre), zoom: Number(data.zoom) || 13 };
  const around = boundsOf(points.features ?? []);
  return around ? { bounds: around, fitBoundsOptions: { padding: 40, maxZoom: 15 } } : { center: [69.6, 42.32], zoom: 10 };
};

const popup = (maplibre, map, feature, at) => {
  const { title, state, address } = feature.properties;
  const box = document.createElement("div");
  const head = document.createElement(address ? "a" : "strong");
  head.textContent = title ?? "";
  if (address) head.href = address;
  box.append(head);
  if (state) {
    box.append(document.createElement("br"), state);
  }
  new maplibre.Popup({ closeButton: true, maxWidth: "18rem" }).setLngLat(at ?? feature.geometry.coordinates).setDOMContent(box).addTo(map);
};

const listen = (maplibre, map, data) => {
  map.on("click", "points", (event) => popup(maplibre, map, event.features[0]));
  for (const id of lineIds) map.on("click", id, (event) => popup(maplibre, map, event.features[0], event.lngLat));
  for (const id of [...pointLayers.map((layer) => layer.id), ...lineIds]) {
    map.on("mouseenter", id, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", id, () => { map.getCanvas().style.cursor = ""; });
  }
  map.on("click", "crowds", (event) => map.easeTo({ center: event.features[0].geometry.coordinates, zoom: map.getZoom() + 2, animate: !calm }));
  const field = data.pick && document.getElementById(data.pick);
  if (!field) return;
  const pin = new maplibre.Marker({ color: colour("act"), draggable: true });
  const put = ({ lng, lat }) => {
    pin.setLngLat([lng, lat]).addTo(map);
    field.value = `${lng.toFixed(6)},${lat.toFixed(6)}`;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  if (field.value) pin.setLngLat(numbers(field.value)).addTo(map);
  map.on("click", put);
  pin.on("dragend", () => put(pin.getLngLat()));
};

const start = async (frame) => {
  const data = frame.dataset;
  const [maplibre, archive, points] = await Promise.all([
    import(data.maplibre),
    data.tiles || data.overlay ? import(data.pmtiles) : null,
    data.points ? fetch(data.points, { headers: { accept: "application/geo+json" } }).then((got) => (got.ok ? got.json() : Promise.reject(new Error(got.status)))) : { type: "FeatureCollection", features: [] },
  ]);
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: data.css }));
  if (archive) maplibre.addProtocol("pmtiles", new archive.Protocol().tile);
  frame.classList.add("is-alive");
  const canvas = Object.assign(document.createElement("div"), { className: "map__canvas" });
  frame.replaceChildren(canvas);
  const map = new maplibre.Map({
    container: canvas, style: style(data.tiles, points, archive, data.overlay), attributionControl: false,
    locale: { "NavigationControl.ZoomIn": data.closer, "NavigationControl.ZoomOut": data.farther, "Popup.Close": data.close },
    dragRotate: false, pitchWithRotate: false, fadeDuration: calm ? 0 : 200, ...view(data, points),
  });
  map.on("error", ({ error }) => console.debug("map:", error?.message));
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.touchZoomRotate.disableRotation();
  map.getCanvas().setAttribute("aria-label", data.title);
  map.setMissingStyleImageResolver(draw(map));
  listen(maplibre, map, data);
  document.addEventListener("qala:theme", () => map.setStyle(style(data.tiles, points, archive, data.overlay), { diff: false }));
  map.once("idle", () => frame.setAttribute("data-ready", ""));
};

for (const frame of document.querySelectorAll("[data-map]")) {
  // A map outside the window loads nothing until it comes near.
  new IntersectionObserver((seen, watcher) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    start(frame).catch(() => {
      frame.classList.remove("is-alive");
      frame.hidden = true;
    });
  }, { rootMargin: "200px" }).observe(frame);
}
