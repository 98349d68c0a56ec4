namespace Kmip.Ttlv;

/// <summary>Dates on the wire: seconds or microseconds since 1970-01-01T00:00:00Z, signed, without leap seconds.</summary>
internal static class TtlvTime
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>The first and last second of the years 1 to 9999, which <see cref="DateTimeOffset"/> can hold.</summary>
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    private static readonly long EpochTicks = DateTimeOffset.UnixEpoch.Ticks;

    /// <summary>The date of a Date-Time or Date-Time Extended; false outside the years 1 to 9999.</summary>
    public static bool TryConvert(TtlvType type, long value, out DateTimeOffset date)
    {
        long perSecond = type == TtlvType.DateTime ? 1 : 1_000_000;
        if (value < FirstSecond * perSecond || value >= (LastSecond + 1) * perSecond)
        {
            date = default;
            return false;
        }

        date = new DateTimeOffset(EpochTicks + (value * (TimeSpan.TicksPerSecond / perSecond)), TimeSpan.Zero);
        return true;
    }

    /// <summary>The date of a Date-Time or Date-Time Extended.</summary>
    /// <exception cref="TtlvException">It is outside the years 1 to 9999.</exception>
    public static DateTimeOffset Convert(TtlvType type, long value, KmipTag tag, int position) =>
        TryConvert(type, value, out DateTimeOffset date)
            ? date
            : throw new TtlvException(TtlvError.ValueOutOfRange, tag, position, "the date is outside the years 1 to 9999");

    /// <summary>Microseconds since the epoch, rounded down.</summary>
    public static long ToMicroseconds(DateTimeOffset value) =>
        (value.UtcTicks / TicksPerMicrosecond) - (EpochTicks / TicksPerMicrosecond);
}
