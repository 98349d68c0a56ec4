using Amazon.SecurityToken.Model;

namespace Kmip.KeyProviders.Aws;

/// <summary>
/// Credentials from STS AssumeRoleWithWebIdentity: <c>AWS_WEB_IDENTITY_TOKEN_FILE</c>, <c>AWS_ROLE_ARN</c>, <c>AWS_ROLE_SESSION_NAME</c>, as
/// Kubernetes sets them. The token file is read anew each time, since it is rotated.
/// </summary>
internal static class AwsWebIdentity
{
    /// <summary>STS takes tokens of at most 20,000 characters; a longer file is no token.</summary>
    private const int MaximumTokenLength = 20_000;

    /// <summary>Null where the variables are not set.</summary>
    public static async ValueTask<AwsKeys?> TryObtainAsync(AwsSettings settings, AwsTransport transport, CancellationToken cancellationToken)
    {
        Func<string, string?> environment = settings.Options.Environment;
        if (environment("AWS_WEB_IDENTITY_TOKEN_FILE") is not { Length: > 0 } file || environment("AWS_ROLE_ARN") is not { Length: > 0 } role)
        {
            return null;
        }

        var request = new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = AwsArn.IsRole(role) ? role : throw AwsOptionChecks.Invalid("AWS_ROLE_ARN is not the ARN of an IAM role.", "Correct the variable."),
            RoleSessionName = environment("AWS_ROLE_SESSION_NAME") is { Length: > 0 } name ? name : settings.Options.RoleSessionName,
            WebIdentityToken = await ReadTokenAsync(file, cancellationToken).ConfigureAwait(false),
        };
        AssumeRoleWithWebIdentityResponse response = await AwsCall.RunAsync(
            transport.AnonymousStsClient(),
            static (sts, r, token) => sts.AssumeRoleWithWebIdentityAsync(r, token),
            request,
            AwsService.Sts,
            cancellationToken).ConfigureAwait(false);
        return AwsCall.ToKeys(response.Credentials);
    }

    private static async ValueTask<string> ReadTokenAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(file);
            char[] buffer = new char[MaximumTokenLength + 1];
            int length = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
            string token = new string(buffer, 0, length).Trim();
            Array.Clear(buffer);
            return token.Length is > 0 and <= MaximumTokenLength
                ? token
                : throw AwsOptionChecks.Invalid("The file AWS_WEB_IDENTITY_TOKEN_FILE names holds no token.", "Check the mount of the token.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AwsOptionChecks.Invalid("The file AWS_WEB_IDENTITY_TOKEN_FILE names cannot be read.", "Check the mount of the token and its rights.");
        }
    }
}
