using System.CommandLine;
using System.Globalization;

namespace MediaAdmin;

public static class OptionRange
{
    /// <summary>Refuses a number outside these bounds, both included. What is no number at all the parser refuses by itself, but only after its validators.</summary>
    public static Option<T> Between<T>(this Option<T> option, int least, int most)
    {
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && (number < least || number > most))
                given.AddError($"{option.Name} must be between {least} and {most}.");
        });
        return option;
    }
}
