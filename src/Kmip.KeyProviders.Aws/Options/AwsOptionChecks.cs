namespace Kmip.KeyProviders.Aws;

/// <summary>
/// The checks of single options. Options may have been filled from a file that came from elsewhere: what could choose a host, break out of a
/// header or grow without bound is refused before a request is made.
/// </summary>
internal static class AwsOptionChecks
{
    /// <summary>The longest access key id and secret access key; AWS documents 128 for the first.</summary>
    private const int MaximumKeyLength = 256;

    /// <summary>Tokens of AWS have some 1,000 to 4,000 characters; more is an attempt to make requests large.</summary>
    private const int MaximumTokenLength = 16 * 1024;

    public static void CheckKey(AwsKeyProviderOptions options)
    {
        if (options.KeyId is { } id && !AwsArn.IsKeyId(id))
        {
            throw Invalid("The KMS key id is not a key id, alias or ARN.", "Give the ARN of the key.");
        }

        if (options.PinKeyOnUnwrap && options.KeyId is null)
        {
            throw Invalid("PinKeyOnUnwrap needs a KMS key id.", "Give the ARN of the key.");
        }
    }

    public static void CheckCredentials(AwsKeyProviderOptions options)
    {
        if (options.AccessKeyId is null && options.SecretAccessKey is null && options.SessionToken is null)
        {
            if (!options.DefaultChain)
            {
                throw new KeyProviderException(KeyProviderError.CredentialsMissing, "No AWS credentials were given.")
                {
                    Remedy = "Give an access key id and a secret access key, or ask for the default chain.",
                };
            }

            return;
        }

        if (string.IsNullOrEmpty(options.AccessKeyId) || string.IsNullOrEmpty(options.SecretAccessKey))
        {
            throw new KeyProviderException(KeyProviderError.CredentialsMissing, "The AWS access key id and secret access key are needed together.")
            {
                Remedy = options.AccessKeyId is { Length: > 0 } ? "The secret access key is missing." : "The access key id is missing.",
            };
        }

        Printable(options.AccessKeyId, MaximumKeyLength, "access key id");
        Printable(options.SecretAccessKey, MaximumKeyLength, "secret access key");
        Printable(options.SessionToken, MaximumTokenLength, "session token");
    }

    public static void CheckRole(AwsKeyProviderOptions options)
    {
        if (options.RoleArn is { } role && !AwsArn.IsRole(role))
        {
            throw Invalid("The role is not the ARN of an IAM role.", "Give it as arn:aws:iam::ACCOUNT:role/NAME. A bare role id cannot be assumed.");
        }

        if (options.RoleSessionName is not { Length: >= 2 and <= 64 } name || !AwsArn.HasOnly(name, "_+=,.@-"))
        {
            throw Invalid("The role session name is not allowed by AWS.", "Use 2 to 64 letters, digits or _+=,.@-");
        }

        if (options.ExternalId is { } id && (id.Length is < 2 or > 1224 || !AwsArn.HasOnly(id, "_+=,.@:/-")))
        {
            throw Invalid("The external id is not allowed by AWS.", "Use 2 to 1224 letters, digits or _+=,.@:/-");
        }
    }

    public static void CheckContext(AwsKeyProviderOptions options)
    {
        if (options.EncryptionContext is { } context && (context.Count > 64 || context.Any(p => p.Key.Length is 0 or > 256 || p.Value.Length > 2048)))
        {
            throw Invalid("The encryption context is too large.", "Use at most 64 pairs with names up to 256 and values up to 2048 characters.");
        }
    }

    public static KeyProviderException Invalid(string message, string remedy) => new(KeyProviderError.InvalidConfiguration, message) { Remedy = remedy };

    private static void Printable(string? text, int maximum, string name)
    {
        if (text is not null && (text.Length > maximum || text.Any(c => c is <= ' ' or > '~')))
        {
            throw Invalid($"The AWS {name} holds characters no {name} has, or is too long.", "Check it for line breaks and spaces.");
        }
    }
}
