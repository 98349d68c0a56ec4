namespace Kmip.KeyProviders.Azure;

/// <summary>Takes a WWW-Authenticate field apart (RFC 9110, section 11.6.1): several challenges, quoted values with commas in them.</summary>
internal static class ChallengeParameters
{
    /// <summary>Honest fields have some 200 characters, with claims 2,000.</summary>
    private const int MaximumLength = 16 * 1024;

    /// <summary>The parameters of the first Bearer challenge, without regard to case; null: there is none, or the field is malformed.</summary>
    public static Dictionary<string, string>? OfBearer(string header)
    {
        if (header.Length > MaximumLength)
        {
            return null;
        }

        Dictionary<string, string>? found = null;
        bool inBearer = false;
        for (int at = 0; ;)
        {
            at = Skip(header, at, " ,\t");
            if (at == header.Length)
            {
                return found;
            }

            int start = at;
            while (at < header.Length && header[at] is not (' ' or '\t' or '=' or ',' or '"'))
            {
                at++;
            }

            string name = header[start..at];
            at = Skip(header, at, " \t");
            if (name.Length == 0)
            {
                return null;
            }

            if (at == header.Length || header[at] != '=')
            {
                // The name of a scheme begins the next challenge.
                if (found is not null)
                {
                    return found;
                }

                inBearer = name.Equals("Bearer", StringComparison.OrdinalIgnoreCase);
                found = inBearer ? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) : null;
            }
            else if (ReadValue(header, ref at) is not { } value || (inBearer && !found!.TryAdd(name, value)))
            {
                // Given twice, it could be read differently by whoever reads it next.
                return null;
            }
        }
    }

    /// <summary>The value after the equals sign; null: its quotes do not close.</summary>
    private static string? ReadValue(string header, ref int at)
    {
        at = Skip(header, at + 1, " \t");
        int start = at;
        if (at == header.Length || header[at] != '"')
        {
            while (at < header.Length && header[at] is not (' ' or '\t' or ','))
            {
                at++;
            }

            return header[start..at];
        }

        int end = header.IndexOf('"', at + 1);
        if (end < 0)
        {
            return null;
        }

        at = end + 1;
        return header[(start + 1)..end];
    }

    private static int Skip(string header, int at, string characters)
    {
        while (at < header.Length && characters.Contains(header[at], StringComparison.Ordinal))
        {
            at++;
        }

        return at;
    }
}
