namespace Kmip.SpecGen.Model;

/// <summary>An attribute of managed objects.</summary>
public sealed class AttributeSpec : Ranged
{
    /// <summary>The tag of its value in 2.x.</summary>
    public required string Tag { get; init; }

    /// <summary>The TTLV type of its value, or UniqueIdentifier.</summary>
    public required string Type { get; init; }

    /// <summary>The enumeration of an Enumeration.</summary>
    public string? Enumeration { get; init; }

    /// <summary>The mask of an Integer.</summary>
    public string? Mask { get; init; }

    /// <summary>The structure of a Structure.</summary>
    public string? Structure { get; init; }

    /// <summary>True where an object may have more than one.</summary>
    public bool Multiple { get; init; }

    /// <summary>The rules, from the first version of each change.</summary>
    public required IReadOnlyList<AttributeRuleSpec> Rules { get; init; }
}

/// <summary>Who may set, change and delete an attribute, from one version on.</summary>
public sealed class AttributeRuleSpec
{
    /// <summary>The first version of these rules.</summary>
    public required SpecVersion Since { get; init; }

    /// <summary>"yes", "no" or "conditional".</summary>
    public required string AlwaysHasValue { get; init; }

    /// <summary>"client", "server" or both.</summary>
    public required IReadOnlyList<string> InitiallySetBy { get; init; }

    /// <summary>"yes", "no" or "conditional".</summary>
    public required string ModifiableByServer { get; init; }

    /// <summary>"yes", "no" or "conditional".</summary>
    public required string ModifiableByClient { get; init; }

    /// <summary>"yes", "no" or "conditional".</summary>
    public required string DeletableByClient { get; init; }

    /// <summary>"yes", "no" or "conditional".</summary>
    public required string MultipleInstances { get; init; }

    /// <summary>The operations that set it without being asked.</summary>
    public required IReadOnlyList<string> ImplicitlySetBy { get; init; }

    /// <summary>The kinds of objects that may have it.</summary>
    public required IReadOnlyList<string> AppliesTo { get; init; }
}
