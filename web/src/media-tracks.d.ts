import type { VideoRenditionList, VideoTrack } from 'media-tracks';

declare global {
  /** What the polyfill adds, as far as we use it; the package does not export its own declaration. */
  interface HTMLVideoElement {
    addVideoTrack(kind: string): VideoTrack;
    videoRenditions: VideoRenditionList;
  }
}
