/** Files of the data folder are damaged and nothing here can make them whole: the message says which, and what to do. */
export class DamagedFiles extends Error {
  override readonly name = 'DamagedFiles';
}
