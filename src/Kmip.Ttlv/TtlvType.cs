namespace Kmip.Ttlv;

/// <summary>The type byte of an item (KMIP 1.4 specification 9.1.1.2; Date-Time Extended since 2.0).</summary>
/// <remarks>Values 0x00 and 0x0C to 0xFF are refused: 0x0C to 0x0E exist only in the drafts of KMIP 3.0.</remarks>
public enum TtlvType : byte
{
    /// <summary>Zero or more items; the length is a multiple of 8.</summary>
    Structure = 0x01,

    /// <summary>A signed 32-bit number: length 4, padded with 4 zero bytes.</summary>
    Integer = 0x02,

    /// <summary>A signed 64-bit number: length 8.</summary>
    LongInteger = 0x03,

    /// <summary>A two's complement number of any size: the length is a positive multiple of 8, the sign extended.</summary>
    BigInteger = 0x04,

    /// <summary>An unsigned 32-bit number: length 4, padded with 4 zero bytes.</summary>
    Enumeration = 0x05,

    /// <summary>An 8-byte number, 0 or 1.</summary>
    Boolean = 0x06,

    /// <summary>UTF-8 without a terminator, padded with zero bytes to a multiple of 8.</summary>
    TextString = 0x07,

    /// <summary>Bytes, padded with zero bytes to a multiple of 8.</summary>
    ByteString = 0x08,

    /// <summary>Seconds since 1970-01-01T00:00:00Z, signed 64-bit: length 8.</summary>
    DateTime = 0x09,

    /// <summary>A number of seconds, unsigned 32-bit: length 4, padded with 4 zero bytes.</summary>
    Interval = 0x0A,

    /// <summary>Microseconds since 1970-01-01T00:00:00Z, signed 64-bit: length 8 (since KMIP 2.0).</summary>
    DateTimeExtended = 0x0B,
}
