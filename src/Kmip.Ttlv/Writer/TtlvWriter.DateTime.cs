namespace Kmip.Ttlv;

public sealed partial class TtlvWriter
{
    /// <summary>Writes a Date-Time; a fraction of a second is cut off (towards the past).</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteDateTime(KmipTag tag, DateTimeOffset value) => WriteDateTimeSeconds(tag, value.ToUnixTimeSeconds());

    /// <summary>Writes a Date-Time from seconds since 1970-01-01T00:00:00Z.</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteDateTimeSeconds(KmipTag tag, long seconds) => WriteFixed(tag, TtlvType.DateTime, 8, (ulong)seconds);

    /// <summary>Writes a Date-Time Extended; a fraction of a microsecond is cut off (towards the past).</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteDateTimeExtended(KmipTag tag, DateTimeOffset value) =>
        WriteDateTimeExtendedMicroseconds(tag, TtlvTime.ToMicroseconds(value));

    /// <summary>Writes a Date-Time Extended from microseconds since 1970-01-01T00:00:00Z.</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteDateTimeExtendedMicroseconds(KmipTag tag, long microseconds) =>
        WriteFixed(tag, TtlvType.DateTimeExtended, 8, (ulong)microseconds);
}
