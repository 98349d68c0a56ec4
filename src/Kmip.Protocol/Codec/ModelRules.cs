using System.Diagnostics.CodeAnalysis;
using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>The checks that generated code shares; each failure names the structure.</summary>
internal static class ModelRules
{
    /// <summary>Checks that a structure exists in the version at all.</summary>
    public static void RequireVersion(bool isDefined, scoped in TtlvReader reader, string structure, KmipVersion version)
    {
        if (!isDefined)
        {
            throw new TtlvException(TtlvError.UnexpectedItem, null, reader.Position, $"KMIP {version} has no {structure}");
        }
    }

    /// <summary>Checks that a required field comes next.</summary>
    public static void Require(scoped in TtlvReader reader, KmipTag tag, string structure)
    {
        if (!reader.NextIs(tag))
        {
            ThrowMissing(in reader, tag, structure);
        }
    }

    /// <summary>Checks that a managed object comes next.</summary>
    public static void RequireObject(scoped in TtlvReader reader, string structure)
    {
        if (!ManagedObject.IsNext(in reader))
        {
            throw new TtlvException(TtlvError.MissingItem, null, reader.Position, $"{structure} needs a managed object here");
        }
    }

    /// <summary>Checks that nothing is left: what is left is out of order, repeated, unknown or not defined in the version.</summary>
    public static void RequireEnd(scoped in TtlvReader reader, string structure, KmipVersion version)
    {
        if (!reader.IsAtEnd)
        {
            ThrowLeftOver(in reader, structure, version);
        }
    }

    /// <summary>Checks that a value that a structure cannot do without may be sent in the version.</summary>
    public static void RequireSendable([DoesNotReturnIf(false)] bool allowed, KmipTag tag, string structure, KmipVersion version)
    {
        if (!allowed)
        {
            throw new TtlvException(TtlvError.ValueOutOfRange, tag, 0, $"{structure} has a value that KMIP {version} does not define");
        }
    }

    /// <summary>Checks that a property that the version requires is set.</summary>
    public static void RequireValue([NotNull] object? value, string structure, string property, KmipVersion version)
    {
        if (value is null)
        {
            throw new InvalidOperationException($"Set {structure}.{property}: KMIP {version} requires it.");
        }
    }

    private static void ThrowMissing(scoped in TtlvReader reader, KmipTag tag, string structure) =>
        throw new TtlvException(TtlvError.MissingItem, tag, reader.Position, $"{structure} needs it here");

    private static void ThrowLeftOver(scoped in TtlvReader reader, string structure, KmipVersion version) =>
        throw new TtlvException(TtlvError.UnexpectedItem, reader.PeekTag(), reader.Position, $"{structure} of KMIP {version} has no such item here");
}
