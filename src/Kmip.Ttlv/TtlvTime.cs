namespace Kmip.Ttlv;

/// <summary>Dates on the wire: seconds or microseconds since 1970-01-01T00:00:00Z, signed, without leap seconds.</summary>
internal static class TtlvTime
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>The first and last second of the years 1 to 9999, which <see cref="DateTimeOffset"/> can hold.</summary>
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    private static readonly long EpochTicks = DateTimeOffset.UnixEpoch.Ticks;

    public static DateTimeOffset FromSeconds(long seconds, KmipTag tag, int position) =>
        seconds is >= FirstSecond and <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw OutOfRange(tag, position);

    public static DateTimeOffset FromMicroseconds(long microseconds, KmipTag tag, int position) =>
        microseconds is >= FirstSecond * 1_000_000 and <= (LastSecond * 1_000_000) + 999_999
            ? new DateTimeOffset(EpochTicks + (microseconds * TicksPerMicrosecond), TimeSpan.Zero)
            : throw OutOfRange(tag, position);

    /// <summary>Microseconds since the epoch, rounded down.</summary>
    public static long ToMicroseconds(DateTimeOffset value) =>
        (value.UtcTicks / TicksPerMicrosecond) - (EpochTicks / TicksPerMicrosecond);

    private static TtlvException OutOfRange(KmipTag tag, int position) =>
        new(TtlvError.ValueOutOfRange, tag, position, "the date is outside the years 1 to 9999");
}
