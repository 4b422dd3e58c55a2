// Where this phone stands, as its own sensors say, ten metres rough. A press without a place is as good as one with it.
const FRESH = 3_600_000;
let seen;

export const watchPlace = () => navigator.geolocation?.watchPosition(
  ({ coords }) => { seen = { coords, at: Date.now() }; },
  () => {},
  { maximumAge: FRESH },
);

export const placeNow = () => {
  if (!seen || Date.now() - seen.at > FRESH) return "";
  const { longitude, latitude, accuracy } = seen.coords;
  return `${longitude.toFixed(4)} ${latitude.toFixed(4)} ${Math.min(Math.ceil(accuracy), 999_999)}`;
};
