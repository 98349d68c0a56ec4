using System.Diagnostics.CodeAnalysis;

namespace Kmip.KeyProviders.Aws;

/// <summary>
/// Region names. They become part of a host name that credentials are sent to, so only names of the known shape pass: a list of regions would be
/// out of date, and a name with a dot or a slash would choose the host.
/// </summary>
public static class AwsRegions
{
    private static readonly string[] Areas = ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx", "cn", "eusc"];
    private static readonly string[] Partitions = ["gov", "iso", "isob", "isoe", "isof", "de"];
    private static readonly string[] Directions =
        ["north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest"];

    /// <summary>Turns <c>US_EAST_1</c>, <c>us-east-1</c>, <c>US_GOV_WEST_1</c>, <c>cn-north-1</c> and the like into the form of AWS.</summary>
    /// <param name="name">At most 32 characters; white space around it is ignored.</param>
    /// <param name="region">Lower case with hyphens.</param>
    /// <returns>False where the name does not have the shape of a region.</returns>
    public static bool TryNormalize(string? name, [NotNullWhen(true)] out string? region)
    {
        region = null;
        ReadOnlySpan<char> trimmed = name.AsSpan().Trim();
        if (trimmed.IsEmpty || trimmed.Length > 32)
        {
            return false;
        }

        string candidate = trimmed.ToString().Replace('_', '-').ToLowerInvariant();
        if (!HasShape(candidate.Split('-')))
        {
            return false;
        }

        region = candidate;
        return true;
    }

    /// <summary>area[-partition]-direction-digit: <c>us-east-1</c>, <c>us-gov-west-1</c>, <c>ap-southeast-5</c>.</summary>
    private static bool HasShape(string[] parts) =>
        (parts.Length == 3 || (parts.Length == 4 && Partitions.Contains(parts[1])))
        && Areas.Contains(parts[0])
        && Directions.Contains(parts[^2])
        && parts[^1] is [>= '1' and <= '9'];
}
