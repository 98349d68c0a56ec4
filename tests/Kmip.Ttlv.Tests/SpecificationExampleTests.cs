using System.Numerics;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests;

/// <summary>The ten examples of clause 9.1.2 of the KMIP 1.x specifications, exact bytes in both directions.</summary>
public sealed class SpecificationExampleTests
{
    private const KmipTag Tag = (KmipTag)0x420020;

    private static byte[] Written(Action<TtlvWriter> write)
    {
        using TtlvWriter writer = new();
        write(writer);
        return writer.WrittenSpan.ToArray();
    }

    [Fact]
    public void An_integer_with_the_value_8()
    {
        byte[] bytes = Bytes.Hex("42 00 20 | 02 | 00 00 00 04 | 00 00 00 08 00 00 00 00");
        Assert.Equal(bytes, Written(w => w.WriteInteger(Tag, 8)));
        Assert.Equal(8, new TtlvReader(bytes).ReadInteger(Tag));
    }

    [Fact]
    public void A_long_integer()
    {
        byte[] bytes = Bytes.Hex("42 00 20 | 03 | 00 00 00 08 | 01 B6 9B 4B A5 74 92 00");
        Assert.Equal(bytes, Written(w => w.WriteLongInteger(Tag, 123456789000000000)));
        Assert.Equal(123456789000000000, new TtlvReader(bytes).ReadLongInteger(Tag));
    }

    [Fact]
    public void A_big_integer()
    {
        byte[] bytes = Bytes.Hex("42 00 20 | 04 | 00 00 00 10 | 00 00 00 00 03 FD 35 EB 6B C2 DF 46 18 08 00 00");
        BigInteger value = BigInteger.Parse("1234567890000000000000000000", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(bytes, Written(w => w.WriteBigInteger(Tag, value)));
        Assert.Equal(value, new TtlvReader(bytes).ReadBigInteger(Tag));
    }

    [Fact]
    public void An_enumeration_with_the_value_255()
    {
        byte[] bytes = Bytes.Hex("42 00 20 | 05 | 00 00 00 04 | 00 00 00 FF 00 00 00 00");
        Assert.Equal(bytes, Written(w => w.WriteEnumeration(Tag, 255)));
        Assert.Equal(255u, new TtlvReader(bytes).ReadEnumeration(Tag));
    }

    [Fact]
    public void A_boolean_with_the_value_true()
    {
        byte[] bytes = Bytes.Hex("42 00 20 | 06 | 00 00 00 08 | 00 00 00 00 00 00 00 01");
        Assert.Equal(bytes, Written(w => w.WriteBoolean(Tag, true)));
        Assert.True(new TtlvReader(bytes).ReadBoolean(Tag));
    }

    [Fact]
    public void A_text_string()
    {
        byte[] bytes = Bytes.Hex("42 00 20 | 07 | 00 00 00 0B | 48 65 6C 6C 6F 20 57 6F 72 6C 64 00 00 00 00 00");
        Assert.Equal(bytes, Written(w => w.WriteTextString(Tag, "Hello World")));
        Assert.Equal("Hello World", new TtlvReader(bytes).ReadTextString(Tag));
    }

    [Fact]
    public void A_byte_string()
    {
        byte[] bytes = Bytes.Hex("42 00 20 | 08 | 00 00 00 03 | 01 02 03 00 00 00 00 00");
        Assert.Equal(bytes, Written(w => w.WriteByteString(Tag, [1, 2, 3])));
        Assert.Equal<byte>([1, 2, 3], new TtlvReader(bytes).ReadByteString(Tag).ToArray());
    }

    [Fact]
    public void A_date_time()
    {
        byte[] bytes = Bytes.Hex("42 00 20 | 09 | 00 00 00 08 | 00 00 00 00 47 DA 67 F8");
        DateTimeOffset value = new(2008, 3, 14, 11, 56, 40, TimeSpan.Zero);
        Assert.Equal(bytes, Written(w => w.WriteDateTime(Tag, value)));
        Assert.Equal(value, new TtlvReader(bytes).ReadDateTime(Tag));
    }

    [Fact]
    public void An_interval_of_ten_days()
    {
        byte[] bytes = Bytes.Hex("42 00 20 | 0A | 00 00 00 04 | 00 0D 2F 00 00 00 00 00");
        Assert.Equal(bytes, Written(w => w.WriteInterval(Tag, 864000)));
        Assert.Equal(864000u, new TtlvReader(bytes).ReadInterval(Tag));
    }

    [Fact]
    public void A_structure_of_an_enumeration_and_an_integer()
    {
        byte[] bytes = Bytes.Hex("""
            42 00 20 | 01 | 00 00 00 20 |
              42 00 04 | 05 | 00 00 00 04 | 00 00 00 FE 00 00 00 00 |
              42 00 05 | 02 | 00 00 00 04 | 00 00 00 FF 00 00 00 00
            """);
        Assert.Equal(bytes, Written(w =>
        {
            using (w.BeginStructure(Tag))
            {
                w.WriteEnumeration((KmipTag)0x420004, 254);
                w.WriteInteger((KmipTag)0x420005, 255);
            }
        }));
        TtlvReader outer = new(bytes);
        TtlvReader reader = outer.ReadStructure(Tag);
        Assert.Equal(254u, reader.ReadEnumeration((KmipTag)0x420004));
        Assert.Equal(255, reader.ReadInteger((KmipTag)0x420005));
        reader.ThrowIfNotEmpty();
        outer.ThrowIfNotEmpty();
    }

    /// <summary>No OASIS document prints one; these bytes come from a vendor's implementation.</summary>
    [Fact]
    public void A_date_time_extended()
    {
        byte[] bytes = Bytes.Item(Tag, TtlvType.DateTimeExtended, 0x00, 0x05, 0x5E, 0x63, 0x3F, 0x4D, 0x1F, 0xDF);
        DateTimeOffset value = new DateTimeOffset(2017, 11, 20, 5, 20, 40, 345, 567, TimeSpan.Zero);
        Assert.Equal(1511155240345567, new TtlvReader(bytes).ReadDateTimeExtendedMicroseconds(Tag));
        Assert.Equal(value, new TtlvReader(bytes).ReadDateTimeExtended(Tag));
        Assert.Equal(bytes, Written(w => w.WriteDateTimeExtended(Tag, value)));
    }
}
