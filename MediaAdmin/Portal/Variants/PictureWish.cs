namespace MediaAdmin.Portal.Variants;

/// <summary>What to do with pictures of a row: pick one up or put it down, put the chosen ones (or one that was dragged there) on the variant, move one to a place, take one out.</summary>
public enum PictureVerb { Hold, Put, Move, TakeOut }

/// <summary>A wish of a row about a picture; without <paramref name="Asset"/> those chosen in the tray.</summary>
public sealed record PictureWish(PictureVerb Verb, long Variant, long? Asset = null, int Place = 0);
