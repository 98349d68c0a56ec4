namespace Kmip.KeyProviders.Aws;

/// <summary>The few facts about ARNs the provider needs: <c>arn:partition:service:region:account:resource</c>.</summary>
internal static class AwsArn
{
    private const int MaximumLength = 2048;

    /// <summary>A key id, alias, or ARN of either, by its characters.</summary>
    public static bool IsKeyId(string text) => text.Length is > 0 and <= MaximumLength && HasOnly(text, ":/_-.");

    /// <summary>The ARN of a role.</summary>
    public static bool IsRole(string text) =>
        text.Length is >= 20 and <= MaximumLength && text.Split(':', 6) is ["arn", ['a', 'w', 's', ..] partition, "iam", "", { Length: 12 } account, var resource]
        && HasOnly(partition, "-") && account.All(char.IsAsciiDigit) && resource.StartsWith("role/", StringComparison.Ordinal) && HasOnly(resource, "/_+=,.@-");

    /// <summary>The region within an ARN; null where the text is not an ARN or names none.</summary>
    public static string? RegionOf(string? text) =>
        text?.Split(':', 6) is ["arn", _, "kms", { Length: > 0 } region, _, _] ? region : null;

    /// <summary>True where all characters are ASCII letters, digits, or among <paramref name="others"/>.</summary>
    public static bool HasOnly(string text, string others)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !others.Contains(c))
            {
                return false;
            }
        }

        return true;
    }
}
