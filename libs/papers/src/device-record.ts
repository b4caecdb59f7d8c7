/** What a device writes into a picture; nothing of it is added to or guessed. */

/** Characters of a device's make, model and serial number. */
export const MAX_DEVICE_ID = 120;

export interface DeviceRecord {
  /** `YYYY-MM-DDTHH:MM:SS`, with the offset (`+08:00`) only where the device wrote one: the clock on the device's screen. */
  readonly capturedAt?: string | undefined;
  /** Latitude and longitude in degrees, WGS-84, six decimals: `28.682100,115.958300`. */
  readonly gps?: string | undefined;
  /** Make, model and serial number, as far as written. */
  readonly deviceId?: string | undefined;
}
