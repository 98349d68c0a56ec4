using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads a Date-Time Extended, in UTC, exact to the microsecond.</summary>
    /// <exception cref="TtlvException">
    /// Another item comes here, its length is wrong, or it is outside the years 1 to 9999 (<see cref="TtlvError.ValueOutOfRange"/>).
    /// </exception>
    public DateTimeOffset ReadDateTimeExtended(KmipTag tag)
    {
        TtlvReader next = this;
        DateTimeOffset value = TtlvTime.Convert(TtlvType.DateTimeExtended, next.ReadDateTimeExtendedMicroseconds(tag), tag, Position);
        this = next;
        return value;
    }

    /// <summary>Reads a Date-Time Extended as microseconds since 1970-01-01T00:00:00Z; every 64-bit value is accepted.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length is wrong.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadDateTimeExtendedMicroseconds(KmipTag tag) => ReadEight(tag, TtlvType.DateTimeExtended);
}
