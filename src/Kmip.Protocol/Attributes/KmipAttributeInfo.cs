using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>Who gives an attribute its first value.</summary>
[Flags]
public enum AttributeSetter
{
    /// <summary>Not recorded.</summary>
    None = 0,

    /// <summary>The client.</summary>
    Client = 1,

    /// <summary>The server.</summary>
    Server = 2,
}

/// <summary>An answer of the attribute rules of the specification.</summary>
public enum RuleAnswer
{
    /// <summary>No.</summary>
    No,

    /// <summary>Yes.</summary>
    Yes,

    /// <summary>Only under conditions, which depend on the attribute.</summary>
    Conditional,
}

/// <summary>The rules of an attribute from one version on (the rule table of its clause).</summary>
/// <param name="Since">The first version of these rules.</param>
/// <param name="AlwaysHasValue">Whether every object has it.</param>
/// <param name="InitiallySetBy">Who gives it its first value.</param>
/// <param name="ModifiableByServer">Whether the server may change it.</param>
/// <param name="ModifiableByClient">Whether the client may change it.</param>
/// <param name="DeletableByClient">Whether the client may delete it.</param>
/// <param name="MultipleInstances">Whether an object may have several.</param>
public sealed record AttributeRules(
    KmipVersion Since,
    RuleAnswer AlwaysHasValue,
    AttributeSetter InitiallySetBy,
    RuleAnswer ModifiableByServer,
    RuleAnswer ModifiableByClient,
    RuleAnswer DeletableByClient,
    RuleAnswer MultipleInstances);

/// <summary>A standard attribute: names, type, versions and rules.</summary>
public sealed class KmipAttributeInfo
{
    internal KmipAttributeInfo(
        KmipTag tag, string name, TtlvType type, KmipVersion since, KmipVersion? until, bool isMultiple, IReadOnlyList<AttributeRules> rules)
    {
        Tag = tag;
        Name = name;
        Type = type;
        Since = since;
        Until = until;
        IsMultiple = isMultiple;
        Rules = rules;
    }

    /// <summary>The tag of its value in 2.x.</summary>
    public KmipTag Tag { get; }

    /// <summary>The name in 1.x, such as "Cryptographic Algorithm".</summary>
    public string Name { get; }

    /// <summary>The type of its value.</summary>
    public TtlvType Type { get; }

    /// <summary>The first version that has it.</summary>
    public KmipVersion Since { get; }

    /// <summary>The last version that has it; null for all later ones.</summary>
    public KmipVersion? Until { get; }

    /// <summary>True where an object may have several.</summary>
    public bool IsMultiple { get; }

    /// <summary>The rules, oldest first; empty for the parts of certificate names, which have none.</summary>
    public IReadOnlyList<AttributeRules> Rules { get; }

    /// <summary>True where the version has the attribute.</summary>
    public bool IsDefinedIn(KmipVersion version) => version >= Since && (Until is not { } last || version <= last);

    /// <summary>The rules of a version; null where none are recorded.</summary>
    public AttributeRules? RulesIn(KmipVersion version)
    {
        AttributeRules? found = null;
        foreach (AttributeRules rules in Rules)
        {
            if (rules.Since <= version)
            {
                found = rules;
            }
        }

        return found;
    }
}
