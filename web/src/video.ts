import 'media-chrome';
import 'media-chrome/menu';
import 'media-tracks/polyfill';
import Hls from 'hls.js';
import { bar } from './bar';

/** The controls of a video, in media-chrome's elements. */
const CONTROLS = `
  <media-loading-indicator slot="centered-chrome" noautohide></media-loading-indicator>
  <media-play-button slot="centered-chrome" class="video-big" notooltip></media-play-button>
  <media-settings-menu hidden anchor="auto">
    <media-settings-menu-item>Quality
      <media-rendition-menu slot="submenu" hidden><div slot="title">Quality</div></media-rendition-menu>
    </media-settings-menu-item>
    <media-settings-menu-item>Captions
      <media-captions-menu slot="submenu" hidden><div slot="title">Captions</div></media-captions-menu>
    </media-settings-menu-item>
    <media-settings-menu-item>Speed
      <media-playback-rate-menu slot="submenu" hidden rates="0.5 0.75 1 1.25 1.5 2"><div slot="title">Speed</div></media-playback-rate-menu>
    </media-settings-menu-item>
  </media-settings-menu>
  <div class="video-shade"></div>
  <media-time-range>
    <media-preview-thumbnail slot="preview"></media-preview-thumbnail>
    <media-preview-time-display slot="preview"></media-preview-time-display>
  </media-time-range>
  <media-control-bar>
    <media-play-button></media-play-button>
    <media-seek-backward-button class="video-skip" seekoffset="10"></media-seek-backward-button>
    <media-seek-forward-button class="video-skip" seekoffset="10"></media-seek-forward-button>
    <media-mute-button></media-mute-button>
    <media-volume-range></media-volume-range>
    <media-time-display showduration></media-time-display>
    <span class="video-spacer"></span>
    <media-captions-button></media-captions-button>
    <media-settings-menu-button></media-settings-menu-button>
    <media-pip-button></media-pip-button>
    <media-fullscreen-button></media-fullscreen-button>
  </media-control-bar>`;

/** Dresses the plain video element; the returned function takes it all back. */
export function attachVideo(stage: HTMLElement): () => void {
  const plain = stage.querySelector('video');
  if (!plain) {
    return () => {};
  }
  const untouched = plain.cloneNode(true);
  const controller = document.createElement('media-controller');
  controller.setAttribute('hotkeys', 'seekbackwardoffset=5 seekforwardoffset=5');
  const player = document.createElement('div');
  player.innerHTML = CONTROLS;
  plain.controls = false;
  plain.slot = 'media';
  plain.replaceWith(controller);
  controller.append(plain, ...player.childNodes);
  plain.addEventListener('play', () => bar.audio.pause());
  const hls = stream(plain, stage.dataset['video'] ?? '');
  return () => {
    hls?.destroy();
    controller.replaceWith(untouched);
  };
}

/** Loads the playlist at once, since it is small and names the qualities; the rest on play. */
function stream(video: HTMLVideoElement, address: string): Hls | null {
  if (!address || !Hls.isSupported()) {
    // Without Media Source Extensions the element's own sources do.
    return null;
  }
  const hls = new Hls({ autoStartLoad: false, capLevelToPlayerSize: true });
  for (const source of video.querySelectorAll('source')) {
    source.remove();
  }
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    offerQualities(hls, video);
    if (!video.paused) {
      hls.startLoad();
    }
  });
  hls.on(Hls.Events.ERROR, (_, problem) => recover(hls, problem.fatal, problem.type));
  hls.loadSource(address);
  hls.attachMedia(video);
  video.addEventListener('play', () => hls.startLoad(), { once: true });
  return hls;
}

function recover(hls: Hls, isFatal: boolean, type: string): void {
  if (!isFatal) {
    return;
  }
  if (type === Hls.ErrorTypes.MEDIA_ERROR) {
    hls.recoverMediaError();
  } else if (type === Hls.ErrorTypes.NETWORK_ERROR) {
    hls.startLoad();
  }
}

function offerQualities(hls: Hls, video: HTMLVideoElement): void {
  const track = video.addVideoTrack('main');
  track.selected = true;
  for (const [index, level] of hls.levels.entries()) {
    const rendition = track.addRendition(level.url[0] ?? '', level.width, level.height, level.videoCodec, level.bitrate);
    rendition.id = String(index);
  }
  video.videoRenditions.addEventListener('change', () => {
    hls.nextLevel = video.videoRenditions.selectedIndex;
  });
}
