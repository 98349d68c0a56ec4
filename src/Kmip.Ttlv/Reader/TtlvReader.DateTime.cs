using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads a Date-Time, in UTC.</summary>
    /// <exception cref="TtlvException">
    /// Another item comes here, its length is wrong, or it is outside the years 1 to 9999 (<see cref="TtlvError.ValueOutOfRange"/>).
    /// </exception>
    public DateTimeOffset ReadDateTime(KmipTag tag)
    {
        TtlvReader next = this;
        DateTimeOffset value = TtlvTime.Convert(TtlvType.DateTime, next.ReadDateTimeSeconds(tag), tag, Position);
        this = next;
        return value;
    }

    /// <summary>Reads a Date-Time as seconds since 1970-01-01T00:00:00Z; every 64-bit value is accepted.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length is wrong.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadDateTimeSeconds(KmipTag tag) => ReadEight(tag, TtlvType.DateTime);
}
