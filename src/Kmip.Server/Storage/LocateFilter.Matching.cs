using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>The comparison of a record with what was asked for.</summary>
public sealed partial class LocateFilter
{
    // The largest Date-Time this library reads; in a request it stands for "has no such date" (KMIP 1.4 section 4.9).
    private static readonly DateTimeOffset NoDate = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>Whether a record matches, its state judged at <see cref="Now"/>.</summary>
    public bool Matches(ManagedObjectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        StorageStatusMask where = record.IsDestroyed ? StorageStatusMask.DestroyedStorage : StorageStatusMask.OnLineStorage;
        if ((StorageStatusMask & where) == 0)
        {
            return false;
        }

        if (ObjectGroupMember is Protocol.ObjectGroupMember.GroupMemberFresh && record.Attributes.Fresh is not true)
        {
            return false;
        }

        if (Attributes.Count == 0)
        {
            return true;
        }

        AttributeList present = KeyLifecycle.AsOf(record, Now).Attributes;
        for (int i = 0; i < Attributes.Count; i++)
        {
            if (!Matches(Attributes[i], present))
            {
                return false;
            }
        }

        return true;
    }

    private bool Matches(KmipAttribute wanted, AttributeList present)
    {
        if (wanted.Value.Type is TtlvType.DateTime)
        {
            return MatchesDate(wanted.Id, present);
        }

        // By index: an enumerator would be one more allocation for every object of the store.
        for (int i = 0; i < present.Count; i++)
        {
            KmipAttribute candidate = present[i];
            if (candidate.Id == wanted.Id && Matches(wanted.Id, wanted.Value, candidate.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(KmipAttributeId id, AttributeValue wanted, AttributeValue candidate)
    {
        if (id == KmipTag.CryptographicUsageMask && wanted.AsInteger is { } bits)
        {
            return (candidate.AsInteger & bits) == bits;
        }

        if (id == KmipTag.UsageLimits && wanted.AsStructure is UsageLimits least && candidate.AsStructure is UsageLimits limits)
        {
            return limits.UsageLimitsTotal >= least.UsageLimitsTotal && limits.UsageLimitsCount >= least.UsageLimitsCount;
        }

        return (wanted.AsStructure, candidate.AsStructure) switch
        {
            (Name name, Name other) => string.Equals(name.NameValue, other.NameValue, StringComparison.Ordinal) && name.NameType == other.NameType,
            ({ } structure, { } other) => ContainsFields(structure, other),
            _ => SimpleEquals(wanted, candidate),
        };
    }

    // Without the encoding that AttributeValue.Equals does: this runs for every object of the store.
    private static bool SimpleEquals(AttributeValue wanted, AttributeValue candidate) => wanted.Type == candidate.Type && wanted.Type switch
    {
        TtlvType.TextString => string.Equals(wanted.AsTextString, candidate.AsTextString, StringComparison.Ordinal),
        TtlvType.Enumeration => wanted.AsEnumeration == candidate.AsEnumeration,
        TtlvType.Integer => wanted.AsInteger == candidate.AsInteger,
        TtlvType.Boolean => wanted.AsBoolean == candidate.AsBoolean,
        _ => wanted.Equals(candidate),
    };

    /// <summary>One date: equal to the second. Two of the same attribute: the range between them, its ends included.</summary>
    private bool MatchesDate(KmipAttributeId id, AttributeList present)
    {
        DateTimeOffset? from = null;
        DateTimeOffset? to = null;
        foreach (AttributeValue value in Attributes.FindAll(id))
        {
            if (value.AsDateTime is { } date)
            {
                from = from is { } lower && lower < date ? lower : date;
                to = to is { } upper && upper > date ? upper : date;
            }
        }

        if (!present.TryFind(id, out AttributeValue? found) || found.AsDateTime is not { } actual)
        {
            return from == NoDate;
        }

        long seconds = actual.ToUnixTimeSeconds();
        return seconds >= from?.ToUnixTimeSeconds() && seconds <= to?.ToUnixTimeSeconds();
    }

    /// <summary>Whether every field of one structure is, with its value, in the other: fields that were not given match anything.</summary>
    private static bool ContainsFields(IKmipStructure wanted, IKmipStructure candidate)
    {
        using TtlvWriter left = new(256);
        using TtlvWriter right = new(256);
        if (!(TryEncode(wanted, left, KmipVersion.V2_1) && TryEncode(candidate, right, KmipVersion.V2_1))
            && !(TryEncode(wanted, left, KmipVersion.V1_4) && TryEncode(candidate, right, KmipVersion.V1_4)))
        {
            return false;
        }

        var fields = new TtlvReader(left.WrittenSpan);
        while (!fields.IsAtEnd)
        {
            if (!Contains(right.WrittenSpan, fields.ReadEncodedItem()))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryEncode(IKmipStructure structure, TtlvWriter writer, KmipVersion version)
    {
        writer.Reset();
        try
        {
            structure.Encode(writer, version);
            return true;
        }
        catch (TtlvException)
        {
            // The version lacks a value of the structure: two that have no version in common are not the same.
            return false;
        }
    }

    private static bool Contains(ReadOnlySpan<byte> items, ReadOnlySpan<byte> item)
    {
        var reader = new TtlvReader(items);
        while (!reader.IsAtEnd)
        {
            if (reader.ReadEncodedItem().SequenceEqual(item))
            {
                return true;
            }
        }

        return false;
    }
}
