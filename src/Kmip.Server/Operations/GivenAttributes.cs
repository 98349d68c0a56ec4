using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>Which attributes a client may give with a new object, and with which values.</summary>
internal static class GivenAttributes
{
    // "Initially set by: Server" in the rule tables of KMIP 1.4 section 3 and KMIP 2.1 section 4, without those that a request for the object
    // must or may name all the same: type, algorithm, length, usage, and what a certificate says of itself.
    private static readonly HashSet<KmipTag> ServerOnly =
    [
        KmipTag.UniqueIdentifier, KmipTag.State, KmipTag.InitialDate, KmipTag.DestroyDate, KmipTag.CompromiseDate,
        KmipTag.CompromiseOccurrenceDate, KmipTag.RevocationReason, KmipTag.ArchiveDate, KmipTag.LastChangeDate, KmipTag.Digest,
        KmipTag.LeaseTime, KmipTag.AlwaysSensitive, KmipTag.NeverExtractable, KmipTag.KeyValuePresent, KmipTag.ShortUniqueIdentifier,
        KmipTag.ProtectionStorageMask, KmipTag.RotateDate, KmipTag.RotateGeneration, KmipTag.RotateLatest,
    ];

    /// <summary>Checks the attributes of a request and takes a copy of them.</summary>
    /// <exception cref="KmipOperationException">One may not be given, is given twice, has an impossible value, or names a template.</exception>
    public static AttributeList Accept(AttributeList given, ObjectType type)
    {
        if (given.TemplateNames.Count > 0)
        {
            // No template can exist here: the object type is not kept (deprecated since 1.3).
            throw new KmipOperationException(ResultReason.ObjectNotFound, "The template does not exist: give the attributes themselves.");
        }

        var seen = new HashSet<KmipAttributeId>();
        foreach (KmipAttribute attribute in given)
        {
            CheckId(attribute.Id);
            if (!seen.Add(attribute.Id) && !MayRepeat(attribute.Id))
            {
                throw new KmipOperationException(ResultReason.AttributeSingleValued, $"The attribute {attribute.Id} has one value only.");
            }

            RefuseNul(attribute);
        }

        if (given.ObjectType is { } named && named != type)
        {
            throw new KmipOperationException(ResultReason.InvalidAttributeValue, "The attribute Object Type is not that of the object.");
        }

        CheckNames(given);
        CheckDates(given);
        return given.Clone();
    }

    // KMIP 1.4 section 3.39, KMIP 2.1 section 4.60: a client names its own attributes x-..., those that begin with y- are the server's.
    private static void CheckId(KmipAttributeId id)
    {
        if (id.IsStandard ? ServerOnly.Contains(id.Tag) : id.VendorIdentification is "y")
        {
            throw new KmipOperationException(ResultReason.AttributeReadOnly, $"The attribute {id} is set by the server alone.");
        }

        if (!id.IsStandard && id.VendorIdentification is null)
        {
            throw new KmipOperationException(ResultReason.InvalidAttribute, "An attribute has a name that no version defines: names of your own begin with x-.");
        }
    }

    private static bool MayRepeat(KmipAttributeId id) =>
        !id.IsStandard || (KmipAttributeTable.TryFind(id.Tag, out KmipAttributeInfo? info) && info.IsMultiple);

    private static void CheckNames(AttributeList given)
    {
        var names = new HashSet<(string, NameType)>();
        foreach (Name name in given.Names)
        {
            if (name.NameValue.Length == 0)
            {
                throw new KmipOperationException(ResultReason.InvalidAttributeValue, "A Name is empty.");
            }

            if (!names.Add((name.NameValue, name.NameType)))
            {
                throw new KmipOperationException(ResultReason.NonUniqueNameAttribute, "A Name is given twice.");
            }
        }
    }

    // KMIP 1.4 sections 3.25 and 3.26, KMIP 2.1 sections 4.40 and 4.41.
    private static void CheckDates(AttributeList given)
    {
        if (given.ProcessStartDate < given.ActivationDate)
        {
            throw new KmipOperationException(ResultReason.InvalidAttributeValue, "The Process Start Date is before the Activation Date.");
        }

        if (given.ProtectStopDate > given.DeactivationDate)
        {
            throw new KmipOperationException(ResultReason.InvalidAttributeValue, "The Protect Stop Date is after the Deactivation Date.");
        }
    }

    // Text with an embedded NUL is cut short by clients written in C: two objects would look alike to them.
    private static void RefuseNul(KmipAttribute attribute)
    {
        string? text = attribute.Value.AsTextString ?? (attribute.Value.AsStructure as Name)?.NameValue;
        if (text?.Contains('\0', StringComparison.Ordinal) is true)
        {
            throw new KmipOperationException(ResultReason.InvalidAttributeValue, $"The attribute {attribute.Id} contains a NUL character.");
        }
    }
}
