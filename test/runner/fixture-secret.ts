/** A secret that the fixtures plant; it must not be found in anything that is written. */
export const FIXTURE_TOKEN = 'fixture token/"1"+ü';
