using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Text;

public sealed class TtlvTextTests
{
    private static readonly byte[] Message = Bytes.Structure(
        KmipTag.RequestMessage,
        Bytes.Structure(
            KmipTag.RequestHeader,
            Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, 0xFF, 0xFF, 0xFF, 0xFE),
            Bytes.Item(KmipTag.TimeStamp, TtlvType.DateTime, 0, 0, 0, 0, 0x47, 0xDA, 0x67, 0xF8)),
        Bytes.Item(KmipTag.Operation, TtlvType.Enumeration, 0, 0, 0, 10),
        Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, "key \"1\"\n"u8),
        Bytes.Item(KmipTag.Password, TtlvType.TextString, "canary"u8),
        Bytes.Item(KmipTag.Sensitive, TtlvType.Boolean, 0, 0, 0, 0, 0, 0, 0, 1),
        Bytes.Item(KmipTag.LeaseTime, TtlvType.Interval, 0, 0, 0, 60),
        Bytes.Item(KmipTag.UsageLimitsTotal, TtlvType.LongInteger, 0, 0, 0, 0, 0, 0, 0, 9),
        Bytes.Structure(KmipTag.KeyMaterial, Bytes.Item(KmipTag.Modulus, TtlvType.BigInteger, 0, 0, 0, 0, 0, 0, 0xCA, 0xFE)),
        Bytes.Item((KmipTag)0x540001, TtlvType.ByteString, 0xCA, 0xFE));

    [Fact]
    public void A_masked_dump_shows_everything_but_secrets() => Assert.Equal(
        """
        RequestMessage (Structure, 176 bytes)
          RequestHeader (Structure, 32 bytes)
            BatchCount (Integer): -2
            TimeStamp (DateTime): 2008-03-14T11:56:40Z
          Operation (Enumeration): 0x0000000A
          UniqueIdentifier (TextString): "key \"1\"\u{000A}"
          Password (TextString): 6 bytes, not shown
          Sensitive (Boolean): true
          LeaseTime (Interval): 60 s
          UsageLimitsTotal (LongInteger): 9
          KeyMaterial (Structure, 16 bytes)
            Modulus (BigInteger): 8 bytes, not shown
          0x540001 (ByteString): 2 bytes, not shown

        """,
        TtlvText.Format(Message));

    [Fact]
    public void Secrets_are_shown_when_asked_for()
    {
        string text = TtlvText.Format(Message, new TtlvTextOptions
        {
            ShowSecrets = true,
            EnumerationNames = (tag, value) => tag == KmipTag.Operation && value == 10 ? "Get" : null,
        });
        Assert.Contains("Password (TextString): \"canary\"", text, StringComparison.Ordinal);
        Assert.Contains("Modulus (BigInteger): 000000000000CAFE", text, StringComparison.Ordinal);
        Assert.Contains("0x540001 (ByteString): CAFE", text, StringComparison.Ordinal);
        Assert.Contains("Operation (Enumeration): Get 0x0000000A", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_below_a_secret_structure_are_not_shown_and_those_after_it_are()
    {
        byte[] name = Bytes.Item(KmipTag.NameValue, TtlvType.TextString, "canary"u8);
        byte[] bytes = Bytes.Structure(
            KmipTag.BatchItem, Bytes.Structure(KmipTag.KeyMaterial, Bytes.Structure(KmipTag.Attribute, name)), name);
        string text = TtlvText.Format(bytes);
        Assert.Single(text.Split("canary"), part => part.Contains("not shown", StringComparison.Ordinal));
        Assert.Equal(2, text.Split("canary").Length);
    }

    [Fact]
    public void Long_texts_and_many_items_are_cut()
    {
        byte[] text = Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, "0123456789"u8);
        byte[] data = Bytes.Item(KmipTag.Data, TtlvType.ByteString, new byte[10]);
        Assert.Equal(
            """
            UniqueIdentifier (TextString): "0123"... (6 bytes more)
            Data (ByteString): 0000... (10 bytes)
            ... 24 more bytes are not shown

            """,
            TtlvText.Format(
                [.. text, .. data, .. data], new TtlvTextOptions { MaximumCharacters = 4, MaximumItems = 2, ShowSecrets = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TtlvTextOptions { MaximumItems = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TtlvTextOptions { MaximumCharacters = 0 });
    }

    [Fact]
    public void Bad_bytes_are_shown_as_far_as_they_go()
    {
        byte[] bad = Bytes.Structure(
            KmipTag.RequestMessage,
            Bytes.Structure(KmipTag.RequestHeader, Bytes.Header(KmipTag.BatchCount, 2, 3), new byte[8]),
            Bytes.Item(KmipTag.Sensitive, TtlvType.Boolean, 0, 0, 0, 0, 0, 0, 0, 2),
            Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, 0xFF),
            Bytes.Item(KmipTag.State, TtlvType.Enumeration, 0, 0, 0, 0, 0, 0, 0, 2),
            Bytes.Item(KmipTag.TimeStamp, TtlvType.DateTime, 0x7F, 0, 0, 0, 0, 0, 0, 0));
        Assert.Equal(
            """
            RequestMessage (Structure, 88 bytes)
              RequestHeader (Structure, 16 bytes)
                ! InvalidLength: BatchCount at offset 16: the length of this type is 4; 16 bytes are not shown
              Sensitive (Boolean): 8 bytes ! InvalidBoolean: Sensitive at offset 32: a Boolean is 0 or 1 in eight bytes
              UniqueIdentifier (TextString): 1 bytes ! InvalidUtf8: UniqueIdentifier at offset 48
              State (Enumeration): 0x00000002 ! InvalidLength: State at offset 64: the length of this type is 4
              TimeStamp (DateTime): 9151314442816847872 since 1970 (outside the years 1 to 9999)
            ! Truncated at offset 96: the header of an item is 8 bytes; 3 bytes are not shown

            """,
            TtlvText.Format([.. bad, 1, 2, 3]));
    }

    [Fact]
    public void Nothing_is_nothing() => Assert.Equal("", TtlvText.Format([]));
}
