import { InconclusiveError } from "../../../errors";
import type { Track } from "../../../model/readings/canary-metrics";
import { FLAVOUR_SELECTORS, type Signal } from "../flavours";
import type { MetricsSettings, SourceSetting } from "./options";
import { equalTo, notMatching, sourceOf, withMatchers, type Source } from "./source";

/** Signals that count requests: those that are no users' are left out of them. */
const OF_REQUESTS: ReadonlySet<Signal> = new Set(["requests", "errors", "durations"]);

/** Where each signal's samples are, by the settings. */
export class Sources {
  constructor(
    private readonly settings: MetricsSettings,
    private readonly environment: string,
  ) {}

  /** A track's source of a signal. @throws InconclusiveError not-executed where neither settings nor flavour name it. */
  of(signal: Signal, track: Track): Source {
    const excluded = OF_REQUESTS.has(signal) ? notMatching(this.settings.exclude) : [];
    return this.resolve(this.settingOf(signal), track, excluded, this.settings.scrapeSeconds);
  }

  /** The requests' sources whatever the track and the kind of request: what they find shows that the metric exists. */
  ofRequestsFamily(): readonly Source[] {
    const setting = this.settingOf("requests");
    const given = typeof setting === "string" ? [setting] : [setting.canary, setting.legacy];
    return given.map((one) => sourceOf(one, this.settings.scrapeSeconds));
  }

  /** The probes' source of a track. */
  ofProbes(track: Track): Source {
    const { selector, everySeconds } = this.named("metrics.probes", this.settings.probes);
    return this.resolve(selector, track, [], everySeconds);
  }

  /** Milliseconds for one unit of the histogram's bounds. */
  msPerDurationUnit(): number {
    const unit = this.settings.durationUnit ?? FLAVOUR_SELECTORS[this.settings.flavour].durationUnit;
    return this.named("metrics.durationUnit", unit) === "seconds" ? 1_000 : 1;
  }

  /** A setting that a reading cannot do without. @throws InconclusiveError not-executed where it is left out. */
  named<Setting>(key: string, setting: Setting | undefined): Setting {
    if (setting === undefined) throw notNamed(key, this.environment);
    return setting;
  }

  private settingOf(signal: Signal): SourceSetting {
    const { selectors, flavour } = this.settings;
    return this.named(`metrics.selectors.${signal}`, selectors[signal] ?? FLAVOUR_SELECTORS[flavour].selectors[signal]);
  }

  private resolve(setting: SourceSetting, track: Track, excluded: readonly string[], everySeconds: number): Source {
    if (typeof setting === "string") {
      return sourceOf(withMatchers(setting, [...equalTo(this.settings[track]), ...excluded]), everySeconds);
    }
    const given = setting[track];
    return sourceOf(typeof given === "string" ? withMatchers(given, excluded) : given, everySeconds);
  }
}

function notNamed(key: string, environment: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The environment does not say where this is: ${key} is missing.`,
      where: `environments/${environment}.yaml`,
      why: "What no selector is known for cannot be asked of Prometheus, and what is not asked is not known.",
      fix: `Add ${key} to the environment file, with the selector that finds it.`,
    },
  ]);
}
