using System.Buffers.Binary;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

/// <summary>ABUSE A20: dates at the ends of what 64 bits and the years 1 to 9999 hold.</summary>
[Trait("Abuse", "A20")]
public sealed class ReadDateTime
{
    private static byte[] Item(TtlvType type, long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return Bytes.Item(KmipTag.ActivationDate, type, bytes);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(253402300800)]
    [InlineData(-62135596801)]
    public void Seconds_outside_the_years_1_to_9999_are_kept_as_numbers_only(long seconds)
    {
        byte[] bytes = Item(TtlvType.DateTime, seconds);
        TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Strict);
        Assert.Equal(seconds, new TtlvReader(bytes).ReadDateTimeSeconds(KmipTag.ActivationDate));
        Assert.Equal(bytes, ItemCopier.Copy(bytes));
        Refused.ByRead(TtlvError.ValueOutOfRange, bytes, (ref r) => r.ReadDateTime(KmipTag.ActivationDate));
    }

    [Theory]
    [InlineData(-62135596800, "0001-01-01T00:00:00")]
    [InlineData(-1, "1969-12-31T23:59:59")]
    [InlineData(0, "1970-01-01T00:00:00")]
    [InlineData(253402300799, "9999-12-31T23:59:59")]
    public void Seconds_within_are_dates(long seconds, string date)
    {
        DateTimeOffset value = new TtlvReader(Item(TtlvType.DateTime, seconds)).ReadDateTime(KmipTag.ActivationDate);
        Assert.Equal(date, value.ToString("s", System.Globalization.CultureInfo.InvariantCulture));
        using TtlvWriter writer = new();
        writer.WriteDateTime(KmipTag.ActivationDate, value);
        Assert.Equal(Item(TtlvType.DateTime, seconds), writer.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(253402300800_000000)]
    [InlineData(-62135596800_000001)]
    public void Microseconds_outside_are_kept_as_numbers_only(long microseconds)
    {
        byte[] bytes = Item(TtlvType.DateTimeExtended, microseconds);
        Assert.Equal(microseconds, new TtlvReader(bytes).ReadDateTimeExtendedMicroseconds(KmipTag.ActivationDate));
        Refused.ByRead(TtlvError.ValueOutOfRange, bytes, (ref r) => r.ReadDateTimeExtended(KmipTag.ActivationDate));
    }

    [Theory]
    [InlineData(-62135596800_000000)]
    [InlineData(253402300799_999999)]
    [InlineData(-1)]
    [InlineData(0)]
    public void Microseconds_within_are_dates_exact_to_the_microsecond(long microseconds)
    {
        byte[] bytes = Item(TtlvType.DateTimeExtended, microseconds);
        DateTimeOffset value = new TtlvReader(bytes).ReadDateTimeExtended(KmipTag.ActivationDate);
        using TtlvWriter writer = new();
        writer.WriteDateTimeExtended(KmipTag.ActivationDate, value);
        Assert.Equal(bytes, writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void Fractions_are_cut_towards_the_past_and_offsets_are_taken_into_account()
    {
        DateTimeOffset value = DateTimeOffset.UnixEpoch.AddTicks(-1).ToOffset(TimeSpan.FromHours(5));
        using TtlvWriter writer = new();
        writer.WriteDateTime(KmipTag.ActivationDate, value);
        writer.WriteDateTimeExtended(KmipTag.ActivationDate, value);
        TtlvReader reader = new(writer.WrittenSpan);
        Assert.Equal(-1, reader.ReadDateTimeSeconds(KmipTag.ActivationDate));
        Assert.Equal(-1, reader.ReadDateTimeExtendedMicroseconds(KmipTag.ActivationDate));
    }
}
